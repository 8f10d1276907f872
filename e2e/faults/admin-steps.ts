/** What an admin does next: one random step at a time, each awaited to its answer or receipt. */
import { randomUUID } from 'node:crypto'
import { isProblem } from '@muster/sync/protocol/problem.ts'
import { stateVectorOf } from '@muster/sync/staging/coverage.ts'
import { entriesOf } from '@muster/sync/staging/document.ts'
import type { Admin } from './admin.ts'
import type { StagedFact } from './ledger.ts'

type Step = (admin: Admin) => Promise<unknown>

const steps = {
  members: editMembers,
  shares: editShares,
  groups: editGroups,
  stage: stageSome,
  takeBack: takeSomeBack,
  save,
  import: (admin) => importRows(admin, admin.options.chance.between(2, 8)),
  openSet: openChangeSet,
  bulk: editMembersInBulk,
  bulkImport: (admin) => importRows(admin, admin.options.chance.pick([700, 1_500, 5_200])),
} as const satisfies Record<string, Step>

/** How often admins do what, against the others; what is not named they do not do. */
export type Weights = Partial<Record<keyof typeof steps, number>>

/** Everything that an ordinary day has. */
export const everything: Weights = {
  members: 6,
  shares: 3,
  groups: 2,
  stage: 6,
  takeBack: 1,
  save: 2.5,
  import: 0.7,
  openSet: 0.3,
}

/** Longest wait for the answer of an import. */
const IMPORT_MS = 30_000

/** Takes one step, by weight. */
export function takeStep(admin: Admin, weights: Weights = everything): Promise<unknown> {
  const names = Object.keys(weights) as (keyof Weights)[]
  const total = names.reduce((sum, name) => sum + (weights[name] ?? 0), 0)
  let dart = admin.options.chance.next() * total
  for (const name of names) {
    dart -= weights[name] ?? 0
    if (dart < 0) return steps[name](admin)
  }
  return Promise.resolve()
}

function editMembers(admin: Admin): Promise<unknown> {
  const { chance, ground } = admin.options
  const groupId = chance.pick([...ground.groupIds, ...ground.groupIds, ...ground.made])
  const name = chance.chance(0.6) ? 'membership.add' : 'membership.remove'
  return admin.ask(name, { groupId, userIds: chance.some(ground.direct, 5) })
}

/** Everybody there is, at once: most of them or few change. */
function editMembersInBulk(admin: Admin): Promise<unknown> {
  const { chance, ground } = admin.options
  const name = chance.chance(0.5) ? 'membership.add' : 'membership.remove'
  return admin.ask(name, { groupId: chance.pick(ground.groupIds), userIds: ground.direct })
}

function editShares(admin: Admin): Promise<unknown> {
  const { chance, ground } = admin.options
  const name = chance.chance(0.6) ? 'share.add' : 'share.remove'
  return admin.ask(name, {
    groupId: chance.pick(ground.groupIds),
    dashboardIds: chance.some(ground.dashboardIds, 2),
  })
}

async function editGroups(admin: Admin): Promise<void> {
  const { chance, ground } = admin.options
  const some = [...ground.made]
  if (some.length < 4) {
    const groupId = randomUUID()
    const name = `Group ${groupId.slice(0, 8)}`
    const answer = await admin.ask('group.create', { groupId, name, description: '' })
    if (!isProblem(answer)) ground.made.add(groupId)
    return
  }
  const groupId = chance.pick(some)
  const text = `${chance.below(1_000_000)}`
  if (chance.chance(0.4)) await admin.ask('group.rename', { groupId, name: `Renamed ${text}` })
  else if (chance.chance(0.5)) await admin.ask('group.describe', { groupId, description: text })
  else {
    ground.made.delete(groupId)
    await admin.ask('group.delete', { groupId })
  }
}

/** People and dashboards that this admin alone stages, towards what they are not in the copy yet. */
async function stageSome(admin: Admin): Promise<void> {
  const { chance, ground, at } = admin.options
  const changeSetId = chance.pick([...ground.openSets])
  const groupId = chance.pick(ground.groupIds)
  const copy = admin.copy(changeSetId)
  // Whoever does not see yet what they staged before would stage over it.
  if (!(await copy.loaded())) return
  const taken = entriesOf(copy.doc)
  const facts = chance.some(ground.stagingPool(at), 4).map((id): StagedFact => {
    return { kind: 'membership', groupId, id, to: chance.chance(0.7) ? 'in' : 'out' }
  })
  // Over an entry of one's own would take back what was promised for that one.
  const free = facts.filter(({ id }) => !taken.has(`membership:${groupId}:${id}`))
  if (free.length > 0) await admin.stage(changeSetId, free)
}

async function takeSomeBack(admin: Admin): Promise<void> {
  const { chance, ground } = admin.options
  const changeSetId = chance.pick([...ground.openSets])
  const keys = [...entriesOf(admin.copy(changeSetId).doc).keys()]
  if (keys.length > 0) admin.unstage(changeSetId, chance.some(keys, 2))
}

async function save(admin: Admin): Promise<void> {
  const { chance, ground, draftId } = admin.options
  const changeSetId = chance.pick([...ground.openSets])
  const copy = admin.copy(changeSetId)
  if (copy.endedWith !== undefined) {
    if (changeSetId !== draftId) ground.openSets.delete(changeSetId)
    return
  }
  if (entriesOf(copy.doc).size === 0) return
  const groupId = chance.pick(ground.groupIds)
  const scope = chance.chance(0.6) ? { of: 'all' } : { of: 'group', groupId }
  await admin.ask('changeSet.commit', { changeSetId, scope, stateVector: stateVectorOf(copy.doc) })
}

/** A file of memberships, staged as one entry. A request without an answer promised nothing. */
async function importRows(admin: Admin, most: number): Promise<void> {
  const { ground, draftId: changeSetId, url, cookie, ledger } = admin.options
  const rows = ground.nextImport(most)
  if (rows.length === 0) return
  const since = ledger.version
  const query = new URLSearchParams({ of: 'memberships', changeSetId, name: 'Import' })
  const answer = await fetch(`${url}/api/imports/stage?${query}`, {
    method: 'POST',
    headers: { cookie, origin: url, 'content-type': 'text/csv' },
    body: ['email,group,action', ...rows.map(({ line }) => line)].join('\n'),
    signal: AbortSignal.timeout(IMPORT_MS),
  }).catch(() => undefined)
  if (!answer?.ok) return
  const told = await answer.json().catch(() => undefined)
  if (told === undefined) return
  const { batchId, count } = told as { batchId: string; count: number }
  if (count !== rows.length) throw new Error(`an import of ${rows.length} rows staged ${count}`)
  const facts = rows.map(
    ({ groupId, userId }) => ({ kind: 'membership', groupId, id: userId, to: 'in' }) as const,
  )
  ledger.staged.push({ changeSetId, key: `batch:${batchId}`, facts, since })
}

async function openChangeSet(admin: Admin): Promise<void> {
  const { ground } = admin.options
  if (ground.openSets.size > 2) return
  const changeSetId = randomUUID()
  const answer = await admin.ask('changeSet.create', { changeSetId, name: `Set ${changeSetId.slice(0, 8)}` })
  if (!isProblem(answer)) ground.openSets.add(changeSetId)
}
