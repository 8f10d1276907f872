/** What has been opened and must be closed again, last first. One failure does not keep the rest open. */
export class CleanUp {
  readonly #steps: (() => void | Promise<void>)[] = []
  #running: Promise<void> | undefined

  add(step: () => void | Promise<void>): void {
    this.#steps.push(step)
  }

  /** Runs once, however often it is called. Rejects with the first failure after all steps have been tried. */
  run(): Promise<void> {
    this.#running ??= this.#all()
    return this.#running
  }

  async #all(): Promise<void> {
    const failures: unknown[] = []
    for (const step of this.#steps.reverse()) {
      try {
        await step()
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0) throw failures[0]
  }
}
