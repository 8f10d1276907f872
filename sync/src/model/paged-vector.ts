/**
 * A sparse array that is cheap to copy. It is cut into pages that copies share until one of them writes:
 * `fork` costs one pointer per 1,024 values, the first write to a page copies that page. The copy and the
 * original never see each other's writes. Values themselves must be immutable.
 */
const BITS = 10
const PAGE = 1 << BITS
const MASK = PAGE - 1

export class PagedVector<T> {
  #pages: (T | undefined)[][] = []
  /** Which pages this vector alone holds. */
  #owned: boolean[] = []

  at(index: number): T | undefined {
    return index < 0 ? undefined : this.#pages[index >> BITS]?.[index & MASK]
  }

  set(index: number, value: T | undefined): void {
    this.#pageForWriting(index >> BITS)[index & MASK] = value
  }

  fork(): PagedVector<T> {
    const copy = new PagedVector<T>()
    copy.#pages = this.#pages.slice()
    this.#owned = []
    return copy
  }

  *entries(): IterableIterator<[number, T]> {
    for (const [number, page] of this.#pages.entries()) {
      for (let i = 0; i < page.length; i++) {
        const value = page[i]
        if (value !== undefined) yield [number * PAGE + i, value]
      }
    }
  }

  #pageForWriting(number: number): (T | undefined)[] {
    const page = this.#pages[number]
    if (page !== undefined && this.#owned[number]) return page
    const own = page === undefined ? new Array<T | undefined>(PAGE).fill(undefined) : page.slice()
    while (this.#pages.length < number) this.#pages.push([])
    this.#pages[number] = own
    this.#owned[number] = true
    return own
  }
}
