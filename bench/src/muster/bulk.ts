/** Work C: memberships imported from CSV into a change set, as one batch entry, and saved with one mutation. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import * as Y from 'yjs'
import { StagingClient } from '../../../e2e/harness/staging-client.ts'
import { entriesOf } from '../../../sync/src/staging/document.ts'
import type { Bulk } from '../system.ts'
import type { World } from '../world.ts'
import { type Site, sessionFor } from './site.ts'
import type { Writers } from './writers.ts'

export async function prepareBulk(
  site: Site,
  world: World,
  writers: Writers,
  groupId: string,
  userIds: readonly string[],
): Promise<Bulk> {
  const session = sessionFor(site, 0)
  const group = world.empty.find((one) => one.id === groupId)
  if (!group) throw new Error('bulk edits go into an empty group')
  const changeSetId = randomUUID()
  await writers.ask('changeSet.create', { changeSetId, name: `Bulk ${changeSetId}` })

  const chosen = new Set(userIds)
  const lines = world.people
    .filter((person) => chosen.has(person.id))
    .map((one) => `${one.email},${group.name}`)
  const query = new URLSearchParams({
    organization: site.organizationId,
    of: 'memberships',
    changeSetId,
    name: 'people.csv',
  })
  const answer = await fetch(`${site.url}/api/imports/stage?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv', cookie: session.cookie, origin: site.url },
    body: ['email,group', ...lines].join('\n'),
  })
  if (!answer.ok) throw new Error(`the import answered ${answer.status}: ${await answer.text()}`)

  const staging = new StagingClient({
    organizationId: site.organizationId,
    changeSetId,
    cookie: session.cookie,
    url: site.url,
  })
  while (entriesOf(staging.doc).size === 0) await sleep(5)
  const stateVector = Buffer.from(Y.encodeStateVector(staging.doc)).toString('base64')
  staging.close()
  return {
    commit: () => writers.ask('changeSet.commit', { changeSetId, scope: { of: 'all' }, stateVector }),
  }
}
