/**
 * What a console shows of one Zero query: the rows by user id. Zero's own view keeps them in an array and
 * puts each new row into its place, which takes 20 s for 100,000 that come unordered; so this is a view of
 * our own, as Zero's manual advises, in the kindest form.
 */
import type { Change, Input, Output } from '@rocicorp/zero'
import { skipYields } from '@rocicorp/zero/bindings'

type Row = Change[1]['row']

export interface Moves {
  came: readonly string[]
  left: readonly string[]
}

/** What Zero pushes, by its number (it exports the type only). */
const ADD = 0
const REMOVE = 1

export class MembersView implements Output {
  readonly rows = new Map<string, Row>()
  /** Resolves when the server said that everything is there. */
  readonly complete: Promise<void>
  /** Told after each transaction that came from the server. */
  onMoves: (moves: Moves) => void = () => {}
  readonly destroy: () => void
  #came: string[] = []
  #left: string[] = []

  constructor(input: Input, complete: Promise<void>, destroy: () => void) {
    this.complete = complete
    this.destroy = destroy
    input.setOutput(this)
    for (const { row } of skipYields(input.fetch({}))) this.rows.set(idOf(row), row)
  }

  push([type, { row }]: Change): readonly never[] {
    const id = idOf(row)
    if (type === REMOVE) {
      this.rows.delete(id)
      this.#left.push(id)
    } else {
      this.rows.set(id, row)
      if (type === ADD) this.#came.push(id)
    }
    return []
  }

  committed(): void {
    const moves = { came: this.#came, left: this.#left }
    this.#came = []
    this.#left = []
    if (moves.came.length + moves.left.length > 0) this.onMoves(moves)
  }
}

/** For `materialize`. */
export function membersView(
  _query: unknown,
  input: Input,
  _format: unknown,
  onDestroy: () => void,
  onTransactionCommit: (committed: () => void) => void,
  queryComplete: unknown,
): MembersView {
  const complete = Promise.resolve(queryComplete).then((result) => {
    if (result !== true) throw new Error(`Zero did not answer: ${JSON.stringify(result)}`)
  })
  const view = new MembersView(input, complete, onDestroy)
  onTransactionCommit(() => view.committed())
  return view
}

function idOf(row: Row): string {
  return String(row.user_id)
}
