/** Work E: an admin at the shared draft, with the console's own staging link. */
import { setTimeout as sleep } from 'node:timers/promises'
import { StagingClient } from '../../../e2e/harness/staging-client.ts'
import { factKey } from '../../../sync/src/model/fact-key.ts'
import { entriesOf } from '../../../sync/src/staging/document.ts'
import type { Stager } from '../system.ts'
import type { World } from '../world.ts'
import type { Session, Site } from './site.ts'

export async function openMusterStager(
  site: Site,
  session: Session,
  world: World,
  onPress: (n: number) => void,
): Promise<Stager> {
  const client = new StagingClient({
    organizationId: site.organizationId,
    changeSetId: site.draftId,
    cookie: session.cookie,
    url: site.url,
  })
  const groupId = world.live.id
  const places = new Map(world.people.map((person, place) => [factKey.membership(groupId, person.id), place]))
  const personAt = (place: number) => world.people[place % world.people.length]?.id ?? ''
  // Odd presses stage a person, the even one after it takes them back: so the person tells which press it was.
  entriesOf(client.doc).observe((event, transaction) => {
    if (transaction.local) return
    for (const [key, { action }] of event.changes.keys) {
      const place = places.get(key) ?? 0
      onPress(2 * place + (action === 'delete' ? 2 : 1))
    }
  })
  while (!client.isSynced) await sleep(5)
  return {
    press(n) {
      const place = Math.floor((n - 1) / 2)
      const who = { by: session.userId, at: new Date().toISOString(), base: 1 }
      if (n % 2 === 1) client.stage([{ kind: 'membership', groupId, userId: personAt(place), to: 'in' }], who)
      else client.unstage([factKey.membership(groupId, personAt(place))])
    },
    async close() {
      client.close()
    },
  }
}
