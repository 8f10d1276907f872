/**
 * Who used the machine during a measurement: the system's processes by role, the load (this process) and
 * everybody else, who is noise. In cores: CPU seconds by seconds passed.
 */
import { type ProcessUse, readProcesses, sumOf, treeOf } from './processes.ts'
import type { Role } from './system.ts'

export interface Usage {
  seconds: number
  /** CPU seconds of the system under test, by role. */
  cpu: Partial<Record<Role, number>>
  /** Bytes at the end, by role. */
  rss: Partial<Record<Role, number>>
  /** Cores that this process used. At 1 it is the limit itself. */
  load: number
  /** Cores that processes outside of the bench used. */
  others: number
}

export interface Look {
  at: number
  processes: Map<number, ProcessUse>
}

export const look = (): Look => ({ at: performance.now(), processes: readProcesses() })

type Watched = readonly { role: Role; pid: number }[]

/** What happened between two looks. `own` is this process; everything below it belongs to the bench. */
export function usageBetween(before: Look, after: Look, watched: Watched, own = process.pid): Usage {
  const seconds = (after.at - before.at) / 1000
  const usage: Usage = { seconds, cpu: {}, rss: {}, load: 0, others: 0 }
  const bench = treeOf(own, after.processes)
  for (const { role, pid } of watched) {
    const tree = treeOf(pid, after.processes)
    const now = sumOf(tree, after.processes)
    const then = sumOf(treeOf(pid, before.processes), before.processes)
    usage.cpu[role] = (usage.cpu[role] ?? 0) + now.cpu - then.cpu
    usage.rss[role] = (usage.rss[role] ?? 0) + now.rss
    for (const one of tree) bench.add(one)
  }
  for (const pid of treeOf(own, before.processes)) bench.add(pid)
  usage.others = othersSeconds(before, after, bench) / seconds
  usage.load = selfSeconds(before, after, own) / seconds
  return usage
}

/** A process that ends hands all that it ever used to its parent: of that, only what came since the first look counts. */
function othersSeconds(before: Look, after: Look, bench: ReadonlySet<number>): number {
  let own = 0
  let ended = 0
  for (const [pid, use] of after.processes) {
    if (bench.has(pid)) continue
    const then = before.processes.get(pid)
    own += use.cpu - (then?.cpu ?? 0)
    ended += use.ended - (then?.ended ?? 0)
  }
  for (const [pid, use] of before.processes)
    if (!bench.has(pid) && !after.processes.has(pid)) ended -= use.cpu + use.ended
  return own + Math.max(0, ended)
}

/** Without ended children: what a system used that was started and stopped is not the load's. */
function selfSeconds(before: Look, after: Look, own: number): number {
  return (after.processes.get(own)?.cpu ?? 0) - (before.processes.get(own)?.cpu ?? 0)
}
