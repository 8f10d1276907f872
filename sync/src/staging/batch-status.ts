/**
 * Status of each row of a batch. Rows number up to 100,000, so their states are kept as bytes and
 * reasons are made when asked for. What the saved rows say about a batch is kept until the
 * organization's version moves; exclusions and what else is staged are laid over it.
 */
import type { State } from '../model/state.ts'
import { memberFactsOf } from './member-facts.ts'
import { waitingRows } from './remaining-rows.ts'
import { type EntryState, judge, type Rights } from './row-status.ts'
import type { BatchRow } from './staged-change.ts'

const CODES = ['ready', 'no-op', 'conflict', 'excluded', 'superseded', 'settled'] as const
export type RowState = (typeof CODES)[number]
const CODE = { ready: 0, 'no-op': 1, conflict: 2, excluded: 3, superseded: 4, settled: 5 } as const

export interface BatchStatus {
  /** Rows that wait: `settled` ones, which a former save dealt with, are in no count. */
  count: number
  ready: number
  noop: number
  conflicts: number
  excluded: number
  /** `superseded` rows count as no-ops: something staged later aims at the same fact. */
  stateOf(position: number): RowState
}

/** Which rows the overlay turns off, by position. */
export interface RowOverlay {
  excluded: Iterable<number>
  superseded: Iterable<number>
  /** The batch's `remaining`, when a save left conflicts behind. */
  remaining?: string | undefined
}

export function batchStatus(ground: Ground, overlay: RowOverlay): BatchStatus {
  const counts = [...ground.counts]
  let codes = ground.codes
  const turn = (position: number, code: number, from: (code: number) => boolean) => {
    const old = codes[position]
    if (old === undefined || !from(old)) return
    if (codes === ground.codes) codes = ground.codes.slice()
    codes[position] = code
    counts[old] = (counts[old] ?? 0) - 1
    counts[code] = (counts[code] ?? 0) + 1
  }
  if (overlay.remaining !== undefined) {
    const waits = waitingRows(overlay.remaining)
    for (const position of codes.keys()) if (!waits(position)) turn(position, CODE.settled, () => true)
  }
  for (const position of overlay.superseded) turn(position, CODE.superseded, (old) => old === CODE.ready)
  for (const position of overlay.excluded)
    turn(position, CODE.excluded, (old) => old < CODE.excluded || old === CODE.superseded)
  const [ready = 0, noop = 0, conflicts = 0, excluded = 0, superseded = 0, settled = 0] = counts
  return {
    count: ground.codes.length - settled,
    ready,
    noop: noop + superseded,
    conflicts,
    excluded,
    stateOf: (position) => CODES[codes[position] ?? CODE.conflict] ?? 'conflict',
  }
}

/** A batch is as good as its best row: ready rows can be saved while others are in conflict. */
export function stateOfBatch(batch: BatchStatus): EntryState {
  if (batch.ready > 0) return 'ready'
  return batch.conflicts > 0 ? 'conflict' : 'no-op'
}

/** What the saved rows alone say about each row. */
export interface Ground {
  codes: Uint8Array
  counts: readonly number[]
}

export function groundOf(state: State, rows: readonly BatchRow[], rights: Rights): Ground {
  const codes = new Uint8Array(rows.length)
  const counts = [0, 0, 0, 0, 0, 0]
  const facts = memberFactsOf(state, rows)
  for (const [position, row] of rows.entries()) {
    const isPlain = row.kind === 'membership' && rights.manageGroups && facts.isThere(state, position)
    const code = isPlain
      ? facts.isMember(state, position) === (row.to === 'in')
        ? CODE['no-op']
        : CODE.ready
      : CODE[judge(state, row, rights).state]
    codes[position] = code
    counts[code] = (counts[code] ?? 0) + 1
  }
  return { codes, counts }
}

const kept = new WeakMap<
  readonly BatchRow[],
  { state: State; version: number; rights: string; ground: Ground }
>()

/** The same, kept until the version moves. Only for states that move by commits: forks keep their version. */
export function keptGroundOf(state: State, rows: readonly BatchRow[], rights: Rights): Ground {
  const who = `${rights.manageGroups} ${rights.manageUsers} ${rights.makeAdmins}`
  const known = kept.get(rows)
  if (known?.state === state && known.version === state.version && known.rights === who) return known.ground
  const ground = groundOf(state, rows, rights)
  kept.set(rows, { state, version: state.version, rights: who, ground })
  return ground
}
