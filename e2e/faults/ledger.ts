/** What admins asked for and what they were told: the promises that a fault must not break. Owns no connection. */
import type { Saved } from '@muster/sync/protocol/committed.ts'
import { isProblem, type Problem } from '@muster/sync/protocol/problem.ts'
import type { BatchRow } from '@muster/sync/staging/staged-change.ts'

/** A mutation that somebody asked for, and its answer once it came. */
export interface Asked {
  mutationId: string
  actorId: string
  name: string
  args: unknown
  answer?: Saved | Problem
}

/** A fact as somebody staged it. */
export interface StagedFact {
  kind: 'membership' | 'share'
  groupId: string
  /** Of the user or the dashboard. */
  id: string
  to: 'in' | 'out'
}

/** Staged changes under one key that were stored for sure: a receipt came, or the import was answered. */
export interface Staged {
  changeSetId: string
  key: string
  facts: readonly StagedFact[]
  /** The last version that anybody knew of when it was staged: a save that took it is a later one. */
  since: number
}

/** What was promised at some moment. */
export interface LedgerMark {
  asked: ReadonlyMap<string, Asked>
  staged: number
  takenBack: ReadonlySet<string>
  version: number
}

export class Ledger {
  readonly asked = new Map<string, Asked>()
  readonly staged: Staged[] = []
  /** `changeSetId key` of what somebody tried to take back, whether or not it worked. */
  readonly takenBack = new Set<string>()
  #version = 0

  /** The newest version that anybody was told of. */
  get version(): number {
    return this.#version
  }

  ask(asked: Asked): void {
    this.asked.set(asked.mutationId, asked)
  }

  answer(mutationId: string, answer: Saved | Problem): void {
    const asked = this.asked.get(mutationId)
    if (!asked) throw new Error(`nobody asked for ${mutationId}`)
    asked.answer = answer
    if (!isProblem(answer)) this.#version = Math.max(this.#version, answer.version)
  }

  /** The promises of this moment. */
  mark(): LedgerMark {
    const { asked, staged, takenBack } = this
    return {
      asked: new Map(asked),
      staged: staged.length,
      takenBack: new Set(takenBack),
      version: this.#version,
    }
  }

  /** The database was restored to what it was then: later promises are void. */
  goBackTo({ asked, staged, takenBack, version }: LedgerMark): void {
    for (const id of this.asked.keys()) if (!asked.has(id)) this.asked.delete(id)
    this.staged.length = staged
    for (const entry of this.takenBack) if (!takenBack.has(entry)) this.takenBack.delete(entry)
    this.#version = version
  }

  /** Mutations that were answered as saved. */
  get acknowledged(): Asked[] {
    return [...this.asked.values()].filter(({ answer }) => answer !== undefined && !isProblem(answer))
  }

  /** Mutations of which nobody was told whether they were saved. */
  get unknown(): Asked[] {
    return [...this.asked.values()].filter(
      ({ answer }) => answer === undefined || (isProblem(answer) && answer.kind === 'unavailable'),
    )
  }
}

/** The facts that a batch's rows want. */
export function factsOf(rows: readonly BatchRow[]): StagedFact[] {
  return rows.flatMap((row) =>
    row.kind === 'membership'
      ? [{ kind: 'membership', groupId: row.groupId, id: row.userId, to: row.to } as const]
      : [],
  )
}
