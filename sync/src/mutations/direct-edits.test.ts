import { describe, expect, it } from 'vitest'
import { inverseOf } from '../model/inverse.ts'
import type { Replica } from '../model/replica.ts'
import { isProblem } from '../protocol/problem.ts'
import { AT, idOf, sampleState } from '../staging/sample-organization.ts'
import type { Planned } from './mutation.ts'
import { planMutation } from './plan-mutation.ts'
import { type MutationArgs, type MutationName, mutationNamed, mutations } from './registry.ts'

const ops = idOf('ops')
const context = (actor: string | null) => ({
  actorId: actor === null ? null : idOf(actor),
  now: AT,
  mutationId: idOf('mutation'),
})

function plan<N extends MutationName>(
  name: N,
  args: MutationArgs<N>,
  { state = sampleState(), actor = 'ana' }: { state?: Replica; actor?: string | null } = {},
) {
  return planMutation(state, name, args, context(actor))
}

function planned(outcome: ReturnType<typeof plan>): Planned {
  if (isProblem(outcome)) throw new Error(outcome.title)
  return outcome
}

const kindOf = (outcome: ReturnType<typeof plan>) => (isProblem(outcome) ? outcome.kind : 'planned')
const titleOf = (outcome: ReturnType<typeof plan>) => (isProblem(outcome) ? outcome.title : undefined)

describe('admission', () => {
  it('finds every mutation by its own name', () => {
    for (const [name, mutation] of Object.entries(mutations)) {
      expect(mutation.name).toBe(name)
      expect(mutationNamed(name)).toBe(mutation)
    }
    expect(mutationNamed('constructor')).toBeUndefined()
    expect(mutationNamed('__proto__')).toBeUndefined()
  })

  it('refuses viewers, disabled people and strangers before it looks at the arguments', () => {
    for (const actor of ['uma', 'dee', 'nobody'])
      expect(kindOf(planMutation(sampleState(), 'group.delete', 'rubbish', context(actor)))).toBe('forbidden')
  })

  it('refuses a manager without the right that the mutation asks for', () => {
    const args = { userId: idOf('pia'), permissions: [] }
    expect(kindOf(plan('user.setPermissions', args, { actor: 'max' }))).toBe('forbidden')
    expect(kindOf(plan('group.describe', { groupId: ops, description: 'x' }, { actor: 'max' }))).toBe(
      'planned',
    )
  })

  it('hides internal mutations from people', () => {
    const args = { userId: idOf('uma') }
    expect(kindOf(plan('user.signedIn', args))).toBe('not-found')
    expect(kindOf(plan('user.signedIn', args, { actor: null }))).toBe('planned')
  })

  it('names the argument that is wrong', () => {
    const outcome = planMutation(sampleState(), 'group.create', { groupId: 'x', name: '' }, context('ana'))
    expect(isProblem(outcome) && outcome.errors?.map((error) => error.pointer)).toEqual([
      '/groupId',
      '/name',
      '/description',
    ])
  })

  it('takes no text that the database cannot hold', () => {
    for (const name of ['nul\0', 'half \ud800'])
      expect(kindOf(plan('group.rename', { groupId: ops, name }))).toBe('invalid')
  })
})

describe('groups', () => {
  it('creates an empty group (C33)', () => {
    const { changes } = planned(
      plan('group.create', { groupId: idOf('new'), name: ' New ', description: '' }),
    )
    expect(changes).toMatchObject([{ entity: 'group', op: 'create', after: { name: 'New', kind: 'custom' } }])
  })

  it('keeps names unique without regard to case', () => {
    expect(titleOf(plan('group.create', { groupId: idOf('new'), name: 'OPS', description: '' }))).toBe(
      'A group named ops exists already',
    )
    expect(kindOf(plan('group.rename', { groupId: ops, name: 'Sales' }))).toBe('conflict')
    expect(planned(plan('group.rename', { groupId: ops, name: 'Ops' })).changes).toHaveLength(1)
  })

  it('commits nothing when the name is the same', () => {
    expect(planned(plan('group.rename', { groupId: ops, name: 'ops' })).changes).toEqual([])
    expect(planned(plan('group.describe', { groupId: ops, description: '' })).changes).toEqual([])
  })

  it('leaves built-in groups alone (C32)', () => {
    const groupId = idOf('All Users')
    expect(kindOf(plan('group.rename', { groupId, name: 'Everybody' }))).toBe('conflict')
    expect(kindOf(plan('group.describe', { groupId, description: 'x' }))).toBe('conflict')
    expect(kindOf(plan('group.delete', { groupId }))).toBe('conflict')
    expect(kindOf(plan('membership.add', { groupId, userIds: [idOf('vic')] }))).toBe('conflict')
    expect(kindOf(plan('membership.remove', { groupId, userIds: [idOf('vic')] }))).toBe('conflict')
  })

  it('asks for Business before it makes custom groups or shares with them (C26)', () => {
    const state = sampleState('pro')
    const share = { groupId: ops, dashboardIds: [idOf('sites')] }
    expect(
      kindOf(plan('group.create', { groupId: idOf('new'), name: 'n', description: '' }, { state })),
    ).toBe('forbidden')
    expect(kindOf(plan('share.add', share, { state }))).toBe('forbidden')
    expect(kindOf(plan('share.add', { ...share, groupId: idOf('All Users') }, { state }))).toBe('planned')
    expect(kindOf(plan('share.remove', { groupId: ops, dashboardIds: [idOf('costs')] }, { state }))).toBe(
      'planned',
    )
  })

  it('lists what goes with a deleted group, so that the log alone brings it back (C37)', () => {
    const state = sampleState()
    const { changes } = planned(plan('group.delete', { groupId: ops }, { state }))
    expect(changes.map(({ entity, op }) => `${entity} ${op}`)).toEqual([
      'membership remove',
      'share remove',
      'group delete',
    ])
    const fork = state.fork()
    fork.apply(changes)
    expect(fork.groups.has(ops)).toBe(false)
    fork.apply(inverseOf(changes))
    expect(fork.groups.get(ops)).toEqual(state.groups.get(ops))
    expect([...fork.members.of(ops)]).toEqual([idOf('uma')])
    expect([...fork.shares.of(ops)]).toEqual([idOf('costs')])
  })
})

describe('members and shares', () => {
  it('leaves out who is in already, and repeats', () => {
    const userIds = [idOf('uma'), idOf('vic'), idOf('vic')]
    const { changes, result } = planned(plan('membership.add', { groupId: ops, userIds }))
    expect(changes).toEqual([{ entity: 'membership', op: 'add', groupId: ops, userIds: [idOf('vic')] }])
    expect(result).toEqual({ changed: 1 })
  })

  it('commits nothing when all are no-ops', () => {
    expect(planned(plan('membership.add', { groupId: ops, userIds: [idOf('uma')] })).changes).toEqual([])
    expect(planned(plan('share.remove', { groupId: ops, dashboardIds: [idOf('sites')] })).changes).toEqual([])
  })

  it('points at ids that nobody has, and adds nobody', () => {
    const outcome = plan('membership.add', { groupId: ops, userIds: [idOf('vic'), idOf('ghost')] })
    expect(outcome).toMatchObject({
      kind: 'not-found',
      title: '1 person does not exist any more',
      errors: [{ pointer: '/userIds/1' }],
    })
  })

  it('lets disabled people be members: their groups wait for them (V19, V21)', () => {
    expect(planned(plan('membership.add', { groupId: ops, userIds: [idOf('dee')] })).changes).toHaveLength(1)
  })
})

describe('permissions', () => {
  it('keeps managers away from admins (V12)', () => {
    const args = { userId: idOf('bea'), permissions: [] }
    expect(titleOf(plan('user.setPermissions', args, { actor: 'pia' }))).toBe('Managers cannot change admins')
  })

  it('lets managers hand out and take only what they have', () => {
    const state = sampleState()
    state.apply([
      {
        entity: 'user',
        op: 'update',
        id: idOf('pia'),
        before: { permissions: ['manageUsers', 'manageGroups'] },
        after: { permissions: ['manageUsers'] },
      },
    ])
    const set = (permissions: ('manageUsers' | 'manageGroups')[]) =>
      kindOf(plan('user.setPermissions', { userId: idOf('max'), permissions }, { state, actor: 'pia' }))
    expect(set(['manageGroups', 'manageUsers'])).toBe('planned')
    expect(set([])).toBe('forbidden')
  })

  it('takes a right from a manager', () => {
    const { changes } = planned(plan('user.setPermissions', { userId: idOf('max'), permissions: [] }))
    expect(changes).toMatchObject([{ before: { permissions: ['manageGroups'] }, after: { permissions: [] } }])
  })

  it('knows that only managers have permissions', () => {
    const args = { userId: idOf('uma'), permissions: ['manageUsers' as const] }
    expect(titleOf(plan('user.setPermissions', args))).toBe('Only managers have permissions')
  })
})

describe('change sets', () => {
  it('opens, renames and discards named ones', () => {
    const changeSetId = idOf('summer')
    const state = sampleState()
    for (const [name, args] of [
      ['changeSet.create', { changeSetId, name: 'Summer' }],
      ['changeSet.rename', { changeSetId, name: 'Autumn' }],
      ['changeSet.discard', { changeSetId }],
    ] as const)
      state.apply(planned(planMutation(state, name, args, context('ana'))).changes)
    expect(state.changeSets.get(changeSetId)).toMatchObject({
      name: 'Autumn',
      status: 'discarded',
      closedAt: AT,
    })
    expect(titleOf(plan('changeSet.rename', { changeSetId, name: 'Winter' }, { state }))).toBe(
      'Autumn was discarded already',
    )
  })

  it('keeps the Shared draft', () => {
    expect(kindOf(plan('changeSet.discard', { changeSetId: idOf('draft') }))).toBe('conflict')
    expect(kindOf(plan('changeSet.rename', { changeSetId: idOf('draft'), name: 'x' }))).toBe('conflict')
  })

  it('tells open change sets apart by name', () => {
    expect(kindOf(plan('changeSet.create', { changeSetId: idOf('x'), name: 'SPRING' }))).toBe('conflict')
  })
})

it('makes an invited person active when they sign in, and nobody who is disabled', () => {
  const state = sampleState()
  const uma = idOf('uma')
  state.apply([
    { entity: 'user', op: 'update', id: uma, before: { status: 'active' }, after: { status: 'invited' } },
  ])
  state.apply(planned(plan('user.signedIn', { userId: uma }, { state, actor: null })).changes)
  expect(state.users.get(uma)).toMatchObject({ status: 'active', lastActiveAt: AT })
  expect(kindOf(plan('user.signedIn', { userId: idOf('dee') }, { actor: null }))).toBe('forbidden')
})
