/**
 * Sends edits at a steady rate, whether the system keeps up or not, and counts each one's time from when it was due:
 * what waits because the system is behind counts in full (no coordinated omission).
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Watch } from './watch.ts'

export interface Scheduled {
  /** From due until the last console has it, in the order of the edits; without those that nobody heard. */
  times: number[]
  /** Answered with a refusal. */
  refused: number
  /** Acknowledged, but not heard by all when the patience was over. */
  unheard: number
  /** Edits that all consoles had, by seconds from the first one due to the last one heard. */
  perSecond: number
}

export interface Pace {
  /** Edits per second. */
  rate: number
  /** True to go on. Asked before each edit. */
  more(sent: number): boolean
  /** How long after the last edit the consoles may still hear. */
  patienceMs: number
}

export async function editAtPace(
  edit: () => Promise<number>,
  watch: Watch,
  { rate, more, patienceMs }: Pace,
): Promise<Scheduled> {
  const start = performance.now()
  const due: number[] = []
  const marks: (number | 'refused' | undefined)[] = []
  while (more(due.length)) {
    const at = start + (due.length * 1000) / rate
    const wait = at - performance.now()
    if (wait > 0) await sleep(wait)
    const index = due.push(at) - 1
    void edit().then(
      (mark) => {
        marks[index] = mark
      },
      () => {
        marks[index] = 'refused'
      },
    )
  }
  const end = performance.now() + patienceMs
  const isOpen = (_: number, index: number) => {
    const mark = marks[index]
    return mark === undefined || (mark !== 'refused' && watch.lastAt(mark) === undefined)
  }
  while (performance.now() < end && due.some(isOpen)) await sleep(5)

  const times: number[] = []
  let last = start
  let refused = 0
  due.forEach((at, index) => {
    const mark = marks[index]
    if (mark === 'refused') refused += 1
    const heard = typeof mark === 'number' ? watch.lastAt(mark) : undefined
    if (heard === undefined) return
    times.push(heard - at)
    last = Math.max(last, heard)
  })
  const perSecond = times.length / ((last - start) / 1000)
  return { times, refused, unheard: due.length - times.length - refused, perSecond }
}
