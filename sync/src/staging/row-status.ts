/** Status of one wish against the saved rows: may it happen, is it already so, or what is in its way. */
import { holds } from '../access/rights.ts'
import { Role, type User } from '../model/entities.ts'
import { factKey } from '../model/fact-key.ts'
import type { State } from '../model/state.ts'
import type { Id } from '../protocol/scalars.ts'
import { type Reason, reasonFrom } from './reason.ts'
import type { BatchRow, StagedChange } from './staged-change.ts'

export type EntryState = 'ready' | 'no-op' | 'conflict'

/** The outcome for one wish. Reasons are made on demand: most of 100,000 rows are never asked for theirs. */
export interface Judgement {
  state: EntryState
  reason(): Reason | null
}

const ready: Judgement = { state: 'ready', reason: () => null }
const noop = (reason: () => Reason): Judgement => ({ state: 'no-op', reason })
const conflict = (reason: () => Reason): Judgement => ({ state: 'conflict', reason })
const notAllowed = conflict(() => ({ code: 'not-allowed' }))

/** What the person who would save may do. Without an actor every right is assumed. */
export interface Rights {
  manageGroups: boolean
  manageUsers: boolean
  /** Only admins make admins (V12). */
  makeAdmins: boolean
}

export function rightsOf(actor: User | undefined): Rights {
  if (!actor) return { manageGroups: true, manageUsers: true, makeAdmins: true }
  return {
    manageGroups: holds(actor, 'manageGroups'),
    manageUsers: holds(actor, 'manageUsers'),
    makeAdmins: actor.status === 'active' && actor.roles.includes('admin'),
  }
}

export function judge(
  state: State,
  wish: Exclude<StagedChange, { kind: 'batch' }> | BatchRow,
  rights: Rights,
): Judgement {
  switch (wish.kind) {
    case 'membership':
      return judgeMembership(state, wish, rights)
    case 'share':
      return judgeShare(state, wish, rights)
    case 'user':
      return judgeUser(state, wish, rights)
    case 'group':
      return judgeGroup(state, wish, rights)
    default:
      return wish satisfies never
  }
}

type Membership = { groupId: Id; userId: Id; to: 'in' | 'out' }

/** Membership of built-in groups computes itself (C32). Disabled users may be members (V19). */
function judgeMembership(state: State, { groupId, userId, to }: Membership, rights: Rights): Judgement {
  const group = state.groups.get(groupId)
  if (!group) return conflict(() => reasonFrom(state, 'group-gone', factKey.group(groupId)))
  if (group.kind !== 'custom') return conflict(() => ({ code: 'built-in', name: group.name }))
  if (!state.users.has(userId)) return conflict(() => reasonFrom(state, 'user-gone', factKey.user(userId)))
  if (state.members.has(groupId, userId) === (to === 'in'))
    return noop(() =>
      reasonFrom(state, to === 'in' ? 'already-in' : 'already-out', factKey.membership(groupId, userId)),
    )
  return rights.manageGroups ? ready : notAllowed
}

type Share = { groupId: Id; dashboardId: Id; to: 'in' | 'out' }

/** New shares with custom groups need Business (C26). */
function judgeShare(state: State, { groupId, dashboardId, to }: Share, rights: Rights): Judgement {
  const group = state.groups.get(groupId)
  if (!group) return conflict(() => reasonFrom(state, 'group-gone', factKey.group(groupId)))
  if (!state.dashboards.has(dashboardId))
    return conflict(() => reasonFrom(state, 'dashboard-gone', factKey.dashboard(dashboardId)))
  if (state.shares.has(groupId, dashboardId) === (to === 'in'))
    return noop(() =>
      reasonFrom(state, to === 'in' ? 'already-in' : 'already-out', factKey.share(groupId, dashboardId)),
    )
  if (to === 'in' && group.kind === 'custom' && state.organization.plan === 'pro') return notAllowed
  return rights.manageGroups ? ready : notAllowed
}

type NewUser = Extract<BatchRow, { kind: 'user' }>

/** A user of a file; whoever has the e-mail already is left as they are. */
function judgeUser(state: State, { userId, email, role }: NewUser, rights: Rights): Judgement {
  const existing = state.userByEmail(email) ?? state.users.get(userId)
  if (existing) return noop(() => reasonFrom(state, 'exists', factKey.user(existing.id), existing.name))
  if (!rights.manageUsers || !Role.safeParse(role).success) return notAllowed
  return role === 'admin' && !rights.makeAdmins ? notAllowed : ready
}

type NewGroup = Extract<BatchRow, { kind: 'group' }>

/** A group of a file; custom groups need Business (C26), and no group takes a built-in one's name. */
function judgeGroup(state: State, { groupId, name }: NewGroup, rights: Rights): Judgement {
  const existing = state.groupByName(name) ?? state.groups.get(groupId)
  if (existing && existing.kind !== 'custom')
    return conflict(() => ({ code: 'name-taken', name: existing.name }))
  if (existing) return noop(() => reasonFrom(state, 'exists', factKey.group(existing.id), existing.name))
  return rights.manageGroups && state.organization.plan !== 'pro' ? ready : notAllowed
}
