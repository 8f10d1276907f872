/**
 * What the hub tells whoever watches it, as it works. Called on the hot path: an implementation adds numbers and
 * does no more. What can be counted when somebody asks is in `figures.ts` instead. Times are in milliseconds, by
 * the meter's own clock: the hub's world has none that is fine enough.
 */
import type { ProblemKind } from '../protocol/problem.ts'

/** How a mutation ended. */
export type MutationOutcome = 'committed' | ProblemKind

/** How the transaction of a group ended. */
export type GroupOutcome = 'committed' | 'stale' | 'busy' | 'cancelled' | 'refused' | 'unknown'

/** Who made a node read commits of others: a wake-up, the slow poll, or an answer that needs the newest state. */
export type FollowReason = 'hint' | 'poll' | 'ask'

export interface Meter {
  /** Milliseconds with fractions since some moment. */
  now(): number
  /** A mutation was answered, `ms` after it came. `mutation` is of the registry, or `unknown`. */
  mutation(mutation: string, outcome: MutationOutcome, ms: number): void
  /** A group of so many mutations was written, or was not. */
  group(mutations: number, outcome: GroupOutcome, ms: number): void
  /** Durable commits were applied and the last frame of them was handed to the sockets. */
  fannedOut(commits: number, ms: number): void
  /** Commits of other nodes were applied, the last of them `lagMs` after it was planned there, by both nodes' clocks. */
  followed(commits: number, reason: FollowReason, lagMs: number): void
  /** Everything that a wake-up named is applied, `ms` after it was heard. */
  caughtUp(ms: number): void
  /** A subscription was answered; `resumes` says that the console held something before. */
  answered(answer: 'snapshot' | 'current' | 'delta' | 'refused', resumes: boolean): void
  /** A refusal was told to a console, on the socket of its views or of a change set. Mutations are told apart. */
  refused(socket: 'sync' | 'staging', kind: ProblemKind): void
}

export const silentMeter: Meter = {
  now: () => 0,
  mutation() {},
  group() {},
  fannedOut() {},
  followed() {},
  caughtUp() {},
  answered() {},
  refused() {},
}
