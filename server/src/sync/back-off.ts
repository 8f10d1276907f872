/** Milliseconds until the next try: doubling from 100 ms to 5 s, with chance so that nodes do not march in step. */
export function backOff(failures: number): number {
  return Math.min(5_000, 100 * 2 ** Math.min(failures, 10)) * (0.5 + Math.random() / 2)
}
