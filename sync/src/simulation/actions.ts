/** What admins do in a simulated world, and what goes wrong meanwhile: one random step at a time. */

import { stateVectorOf } from '../staging/coverage.ts'
import { stage, unstage } from '../staging/document.ts'
import type { SimulatedConsole } from './simulated-console.ts'
import type { SimulatedWorld } from './simulated-world.ts'

type Action = (world: SimulatedWorld, page: SimulatedConsole) => void

const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)

function customGroups({ image, database, organizationId }: SimulatedWorld): string[] {
  const groups = database.image(organizationId)?.groups ?? []
  // Sometimes one that is gone by now, as a page that was open too long would have it.
  return ids([...groups, ...image.groups].filter(({ kind }) => kind === 'custom'))
}

function openSets({ database, organizationId }: SimulatedWorld): string[] {
  return ids((database.image(organizationId)?.changeSets ?? []).filter(({ status }) => status === 'open'))
}

/** A view that somebody may look at, with arguments. */
export function someView(world: SimulatedWorld): [view: string, args: unknown] {
  const { random } = world
  const page = { page: random.below(2), pageSize: random.pick([2, 50]) }
  const dir = random.pick(['asc', 'desc'])
  const groupId = random.pick(customGroups(world))
  const scope = random.pick([{ of: 'all' }, { of: 'group', groupId }])
  const changeSetId = random.pick(openSets(world))
  return random.pick<[string, unknown]>([
    ['organization.summary', {}],
    [
      'group.list',
      { search: '', kind: 'all', sort: { by: random.pick(['name', 'members', 'lastChange']), dir }, ...page },
    ],
    ['group.detail', { groupId }],
    ['group.members', { groupId, search: random.pick(['', 'a']), sort: { by: 'name', dir }, ...page }],
    ['group.dashboards', { groupId, search: '', sort: { by: 'name', dir }, ...page }],
    [
      'user.list',
      { search: '', status: 'all', sort: { by: random.pick(['name', 'groups', 'role']), dir }, ...page },
    ],
    ['dashboard.list', { search: '', sort: { by: random.pick(['name', 'people']), dir }, ...page }],
    ['changeSet.list', { status: random.pick(['open', 'closed']) }],
    ['changeSet.entries', { changeSetId, scope }],
    ['changeSet.impact', { changeSetId, scope, by: random.pick(['people', 'dashboards']) }],
  ])
}

function stageSome(world: SimulatedWorld, page: SimulatedConsole): void {
  const { random, image, clock } = world
  const { doc } = page.document(random.pick(openSets(world)))
  const groupId = random.pick(customGroups(world))
  const to = random.pick(['in', 'in', 'out'] as const)
  const stager = { by: page.user.id, at: new Date(clock.now()).toISOString(), base: 0 }
  const intents = random.chance(0.7)
    ? random.some(ids(image.users), 3).map((userId) => ({ kind: 'membership' as const, groupId, userId, to }))
    : random
        .some(ids(image.dashboards), 2)
        .map((dashboardId) => ({ kind: 'share' as const, groupId, dashboardId, to }))
  stage(doc, intents, stager)
}

const byConsole: readonly [weight: number, action: Action][] = [
  [6, (world, page) => stageSome(world, page)],
  [
    2,
    ({ random }, page) => {
      const provider = random.pick([...page.documents.values(), undefined])
      const keys = provider ? [...provider.doc.getMap('entries').keys()] : []
      if (provider && keys.length > 0) unstage(provider.doc, random.pick(keys))
    },
  ],
  [
    // Somebody who stages in another's name: refused, and the copy is dropped.
    0.3,
    (world, page) => {
      const { random, image } = world
      const { doc } = page.document(random.pick(openSets(world)))
      const [intent] = random.some(ids(image.users), 1)
      const by = image.users[7]?.id
      if (!intent || !by) return
      const at = new Date(world.clock.now()).toISOString()
      stage(
        doc,
        { kind: 'membership', groupId: random.pick(customGroups(world)), userId: intent, to: 'in' },
        { by, at, base: 0 },
      )
    },
  ],
  [
    4,
    (world, page) => {
      const { random, image } = world
      page.mutate(random.pick(['membership.add', 'membership.add', 'membership.remove']), {
        groupId: random.pick(customGroups(world)),
        userIds: random.some(ids(image.users), 4),
      })
    },
  ],
  [
    1,
    (world, page) => {
      const { random, image } = world
      page.mutate(random.pick(['share.add', 'share.remove']), {
        groupId: random.pick(customGroups(world)),
        dashboardIds: random.some(ids(image.dashboards), 2),
      })
    },
  ],
  [
    2,
    (world, page) => {
      const groupId = world.random.pick(customGroups(world))
      if (world.random.chance(0.5))
        page.mutate('group.rename', { groupId, name: `Team ${world.random.below(5)}` })
      else page.mutate('group.describe', { groupId, description: `About ${world.random.below(100)}` })
    },
  ],
  [
    1,
    ({ random }, page) => {
      page.mutate('group.create', {
        groupId: random.uuid(),
        name: `Team ${random.below(5)}`,
        description: '',
      })
    },
  ],
  [0.4, (world, page) => page.mutate('group.delete', { groupId: world.random.pick(customGroups(world)) })],
  [
    0.6,
    ({ random }, page) =>
      page.mutate('changeSet.create', { changeSetId: random.uuid(), name: `Set ${random.below(9)}` }),
  ],
  [
    0.2,
    (world, page) => page.mutate('changeSet.discard', { changeSetId: world.random.pick(openSets(world)) }),
  ],
  [
    3,
    (world, page) => {
      const changeSetId = world.random.pick(openSets(world))
      const { doc } = page.document(changeSetId)
      const scope = world.random.pick([
        { of: 'all' },
        { of: 'all' },
        { of: 'group', groupId: world.random.pick(customGroups(world)) },
      ])
      page.mutate('changeSet.commit', { changeSetId, scope, stateVector: stateVectorOf(doc) })
    },
  ],
  [
    // The manager's right goes and comes back.
    1,
    ({ random, image }, page) =>
      page.mutate('user.setPermissions', {
        userId: image.users[2]?.id,
        permissions: random.pick([[], ['manageGroups']]),
      }),
  ],
  [3, (world, page) => page.subscribe(...someView(world))],
  [
    1,
    ({ random }, page) =>
      page.subscriptions.splice(random.below(page.subscriptions.length + 1), 1)[0]?.close(),
  ],
  [
    0.5,
    ({ random }, page) => {
      const mutationId = page.mutate('group.describe', { groupId: random.uuid(), description: '' })
      page.client.cancel(mutationId)
    },
  ],
  [2, (_world, page) => page.cut()],
  [1, (_world, page) => page.client.retryNow()],
  [
    0.5,
    ({ clock }, page) => {
      page.client.online(false)
      clock.setTimeout(() => page.client.online(true), 1_500)
    },
  ],
]

const total = byConsole.reduce((sum, [weight]) => sum + weight, 0)

/** One random thing happens. */
export function act(world: SimulatedWorld): void {
  const { random, clock } = world
  if (random.chance(0.03)) {
    const node = random.pick(world.nodes)
    node.crash()
    clock.setTimeout(() => node.start(), random.between(10, 3_000))
    return
  }
  const page = random.pick(world.consoles)
  if (page.client.connection.kind === 'ended') {
    // Signs in again; without the right it ends again.
    if (random.chance(0.3)) page.client.start()
    return
  }
  let at = random.next() * total
  for (const [weight, action] of byConsole) {
    at -= weight
    if (at < 0) {
      action(world, page)
      return
    }
  }
}
