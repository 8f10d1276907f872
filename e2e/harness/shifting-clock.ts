/**
 * Loaded into a process before anything else (`--import`): its wall clock jumps by as many milliseconds as the file
 * MUSTER_TEST_CLOCK says, at every SIGUSR2. Timers and performance.now go on as they do when a machine's clock is set.
 */
import { readFileSync } from 'node:fs'

const RealDate = Date
let shift = 0

class ShiftedDate extends RealDate {
  constructor(...given: [] | [string | number | Date]) {
    if (given.length === 0) super(RealDate.now() + shift)
    else super(...(given as [string]))
  }

  static override now(): number {
    return RealDate.now() + shift
  }
}

globalThis.Date = ShiftedDate as DateConstructor
process.on('SIGUSR2', () => {
  shift = Number(readFileSync(process.env.MUSTER_TEST_CLOCK ?? '', 'utf8'))
})
