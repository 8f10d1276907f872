/** Planning a group of waiting mutations on a fork of the state, in order. Changes nothing. */

import type { Replica } from '../model/replica.ts'
import type { Planned } from '../mutations/mutation.ts'
import { planMutation } from '../mutations/plan-mutation.ts'
import { mutationNamed } from '../mutations/registry.ts'
import type { Saved } from '../protocol/committed.ts'
import { isProblem, type Problem, problem } from '../protocol/problem.ts'
import type { Id, Version } from '../protocol/scalars.ts'
import { rowsOf } from './history.ts'
import { internalProblem } from './internal-problem.ts'
import type { OrganizationRoom } from './organization-room.ts'
import { MAX_PLANS_BESIDE, stillRight } from './plan-ahead.ts'
import { commitOf } from './planned-commit.ts'
import type { PlannedCommit } from './ports.ts'
import type { Waiting } from './waiting-line.ts'

export interface GroupPlan {
  base: Version
  planned: { waiting: Waiting; commit: PlannedCommit }[]
  /** Refused or without effect; true only if what was planned before them becomes durable. */
  answered: { waiting: Waiting; answer: Saved | Problem }[]
  /** Must wait for the next group. */
  deferred: Waiting[]
  /** Planned ahead, but not right any more. */
  outdated: Waiting[]
  /** Must wait until a long save is over. */
  held: Waiting[]
  rows: number
  /** The state with everything planned; undefined for a long save, which is applied while it is written. */
  state: Replica | undefined
}

/**
 * Plans each mutation on the state that the former ones leave. A change set is saved once per group, and
 * big mutations go alone, so that small ones never wait inside a big transaction.
 */
export function planGroup(room: OrganizationRoom, group: readonly Waiting[]): GroupPlan {
  const plan: GroupPlan = {
    base: room.state.version,
    planned: [],
    answered: [],
    deferred: [],
    outdated: [],
    held: [],
    rows: 0,
    state: undefined,
  }
  const saved = new Set<Id>()
  let state = room.state.fork()
  const { bigRows } = room.options
  const { heldBack } = room.queue
  const hold = (waiting: Waiting) => {
    plan.held.push(waiting)
    heldBack.hold(waiting)
  }
  for (const [index, waiting] of group.entries()) {
    const changeSetId = changeSetOf(waiting)
    if (changeSetId !== undefined && saved.has(changeSetId)) {
      plan.deferred.push(...group.slice(index))
      break
    }
    if (waiting.ahead && plan.planned.length > 0) {
      plan.deferred.push(...group.slice(index))
      break
    }
    // Long saves are judged by what they looked at, and never wait for who waits for them.
    const isShort = waiting.plans === 0
    if (isShort && heldBack.isBehind(waiting)) {
      hold(waiting)
      continue
    }
    const outcome = planOne(room, state, waiting)
    if (!outcome) {
      plan.outdated.push(waiting)
      continue
    }
    if (isProblem(outcome)) {
      plan.answered.push({ waiting, answer: outcome })
      continue
    }
    const { changes, result } = outcome
    if (changes.length === 0 && !outcome.unstage) {
      const version = plan.base + plan.planned.length
      plan.answered.push({ waiting, answer: { version, result: result ?? null } })
      continue
    }
    if (isShort && heldBack.wants(changes)) {
      hold(waiting)
      continue
    }
    const rows = rowsOf(changes)
    if (plan.planned.length > 0 && (rows >= bigRows || plan.rows >= bigRows)) {
      plan.deferred.push(...group.slice(index))
      break
    }
    if (waiting.ahead) {
      plan.rows = rows
      plan.planned.push({
        waiting,
        commit: commitOf(room, plan.base + plan.planned.length + 1, waiting, outcome),
      })
      plan.deferred.push(...group.slice(index + 1))
      return plan
    }
    try {
      state.apply(changes)
    } catch (error) {
      // The fork is spoilt: make it again from what was planned so far.
      state = room.state.fork()
      for (const { commit } of plan.planned) state.apply(commit.commit.changes)
      const reason = internalProblem(error, `plan of ${waiting.name}`, room.ports)
      plan.answered.push({ waiting, answer: reason })
      continue
    }
    if (changeSetId !== undefined) saved.add(changeSetId)
    plan.rows += rows
    plan.planned.push({
      waiting,
      commit: commitOf(room, plan.base + plan.planned.length + 1, waiting, outcome),
    })
  }
  plan.state = state
  return plan
}

function planOne(
  room: OrganizationRoom,
  state: OrganizationRoom['state'],
  waiting: Waiting,
): Planned | Problem | undefined {
  if (waiting.isCancelled) return problem('cancelled', 'Stopped; nothing was changed')
  if (waiting.ahead) return plannedAhead(room, waiting)
  try {
    const context = {
      actorId: waiting.actorId,
      now: new Date(room.ports.world.now()).toISOString(),
      mutationId: waiting.mutationId,
    }
    const content = room.staging.contentFor(waiting)
    if (isProblem(content)) return content
    return planMutation(state, waiting.name, waiting.args, { ...context, ...content })
  } catch (error) {
    return internalProblem(error, `plan of ${waiting.name}`, room.ports)
  }
}

/** A plan whose rows are not written is not used before several tries to write them ahead. */
function plannedAhead(room: OrganizationRoom, waiting: Waiting): Planned | Problem | undefined {
  const outcome = stillRight(room, waiting)
  if (!outcome || isProblem(outcome) || outcome.changes.length === 0) return outcome
  return waiting.written || waiting.plans >= MAX_PLANS_BESIDE ? outcome : undefined
}

/** The change set whose content a mutation saves, if its arguments are right. */
export function changeSetOf({ name, args }: Pick<Waiting, 'name' | 'args'>): Id | undefined {
  const mutation = mutationNamed(name)
  const parsed = mutation?.changeSetOf && mutation.args.safeParse(args)
  return parsed?.success ? mutation?.changeSetOf?.(parsed.data)?.changeSetId : undefined
}
