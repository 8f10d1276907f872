/** What a server process costs while it is attacked, and how long its other consoles wait. */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { RawSocket } from '../../harness/raw-socket.ts'

/** Memory that the process holds now, in MB. */
export function residentMb(pid: number): number {
  const [, kb = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kb) / 1024
}

/** Looks at the memory of a process until `stop`, which answers the most that it held, in MB. */
export function watchMemory(pid: number): { stop(): number } {
  let most = residentMb(pid)
  const timer = setInterval(() => {
    most = Math.max(most, residentMb(pid))
  }, 50)
  return {
    stop() {
      clearInterval(timer)
      return Math.max(most, residentMb(pid))
    },
  }
}

/** Asks and waits for the answer, again and again, until `stop`, which answers how long it took, in ms. */
export function watchAnswers(ask: () => Promise<unknown>): { stop(): Promise<number[]> } {
  const took: number[] = []
  let isOver = false
  const done = (async () => {
    while (!isOver) {
      const since = performance.now()
      await ask()
      took.push(performance.now() - since)
      await sleep(10)
    }
  })()
  return {
    async stop() {
      isOver = true
      await done
      return took
    },
  }
}

/** One ping on a live socket; resolves with its pong. */
export async function ping(socket: RawSocket): Promise<void> {
  socket.frames.length = 0
  socket.send({ type: 'ping' })
  for (const end = Date.now() + 60_000; !socket.frames.some(({ type }) => type === 'pong'); await sleep(1))
    if (Date.now() > end || socket.closeCode !== undefined) throw new Error('a neighbour is not answered')
}

/** Median and 99th percentile in words. */
export function inWords(took: readonly number[]): string {
  const sorted = took.toSorted((a, b) => a - b)
  const at = (part: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1)
  return `p50 ${at(0.5)}, p99 ${at(0.99)} ms of ${sorted.length}`
}
