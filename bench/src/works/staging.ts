/** E: a key press in the shared list of staged changes, until another console shows it. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Subject } from '../subject.ts'
import { takeSample } from '../take.ts'
import { type Bench, inTurns } from './bench.ts'

const WARM_UP = 10
const PAUSE_MS = 10
const PATIENCE_MS = 5_000

/** Presses of each system so far: their numbers go on from round to round. */
const pressed = new WeakMap<Subject, number>()

export async function staging(bench: Bench): Promise<void> {
  const subjects = bench.subjects.filter((subject) => subject.running.openStager)
  await inTurns({ ...bench, subjects }, { work: 'E', at: {} }, (subject) => one(bench, subject))
}

async function one(bench: Bench, subject: Subject): Promise<void> {
  const open = subject.running.openStager
  if (!open) return
  const shown = new Map<number, (at: number) => void>()
  const writer = await open(() => {})
  const watcher = await open((n) => shown.get(n)?.(performance.now()))
  const press = async () => {
    const n = (pressed.get(subject) ?? 0) + 1
    pressed.set(subject, n)
    const seen = new Promise<number>((resolve) => shown.set(n, resolve))
    const late = sleep(PATIENCE_MS, undefined, { ref: false }).then(() => {
      throw new Error(`press ${n} did not show`)
    })
    const start = performance.now()
    writer.press(n)
    const at = await Promise.race([seen, late])
    late.catch(() => {})
    await sleep(PAUSE_MS)
    return at - start
  }
  try {
    for (let warm = 0; warm < WARM_UP; warm++) await press()
    const sample = await takeSample(
      subject,
      async () => {
        const times: number[] = []
        for (let count = bench.quick ? 80 : 200; count > 0; count--) times.push(await press())
        return { times }
      },
      undefined,
      bench.tries,
    )
    bench.book.add('E', subject.name, {}, sample)
    bench.say(`E ${subject.name}: ${sample.times.length} presses`)
  } finally {
    await writer.close()
    await watcher.close()
  }
}
