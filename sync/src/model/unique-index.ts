/**
 * Finds the one row that bears a text (an e-mail address, a group name), compared in lower case as the
 * database's unique indexes do. Forks share the interned texts and copy only what they write.
 */
import { ImpossibleChange } from './impossible-change.ts'
import { Interner } from './interner.ts'
import { PagedVector } from './paged-vector.ts'

export class UniqueIndex {
  readonly #texts: Interner
  #owners = new PagedVector<number>()

  constructor(texts: Interner = new Interner()) {
    this.#texts = texts
  }

  /** Ordinal of the row that bears the text, or -1. */
  find(text: string): number {
    return this.#owners.at(this.#texts.find(text.toLowerCase())) ?? -1
  }

  /** Gives the text to a row; throws `ImpossibleChange` when another has it. */
  claim(text: string, row: number): void {
    const key = this.#texts.intern(text.toLowerCase())
    if (this.#owners.at(key) !== undefined) throw new ImpossibleChange(`"${text}" is taken`)
    this.#owners.set(key, row)
  }

  release(text: string): void {
    this.#owners.set(this.#texts.intern(text.toLowerCase()), undefined)
  }

  fork(): UniqueIndex {
    const copy = new UniqueIndex(this.#texts)
    copy.#owners = this.#owners.fork()
    return copy
  }
}
