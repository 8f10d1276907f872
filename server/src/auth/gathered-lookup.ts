/**
 * Answers many small questions by few queries: what is asked while a query is under way is asked by the next one,
 * together. Alone, a question goes at once. Owns what waits; every answer is read after its question was put.
 */
export class GatheredLookup<Answer> {
  readonly #find: (keys: readonly string[]) => Promise<ReadonlyMap<string, Answer>>
  #waiting = new Map<string, PromiseWithResolvers<Answer | undefined>>()
  #isBusy = false

  /** `find` answers all keys that it knows of those asked; when it rejects, all who ask for them are rejected. */
  constructor(find: (keys: readonly string[]) => Promise<ReadonlyMap<string, Answer>>) {
    this.#find = find
  }

  of(key: string): Promise<Answer | undefined> {
    let asked = this.#waiting.get(key)
    if (!asked) {
      asked = Promise.withResolvers()
      this.#waiting.set(key, asked)
    }
    this.#ask()
    return asked.promise
  }

  #ask(): void {
    if (this.#isBusy || this.#waiting.size === 0) return
    this.#isBusy = true
    const asked = this.#waiting
    this.#waiting = new Map()
    this.#find([...asked.keys()])
      .then(
        (found) => {
          for (const [key, { resolve }] of asked) resolve(found.get(key))
        },
        (error) => {
          for (const { reject } of asked.values()) reject(error)
        },
      )
      .finally(() => {
        this.#isBusy = false
        this.#ask()
      })
  }
}
