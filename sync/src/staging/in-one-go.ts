/** Runs work that is cut into slices to its end, without letting others run in between. */
export function inOneGo<T>(slices: Generator<unknown, T>): T {
  for (;;) {
    const step = slices.next()
    if (step.done) return step.value
  }
}
