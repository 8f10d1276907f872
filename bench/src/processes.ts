/** What processes use, read from Linux' /proc: CPU in seconds (of one core), memory in bytes. */
import { readdirSync, readFileSync } from 'node:fs'

export interface ProcessUse {
  pid: number
  parent: number
  /** User and system time so far. */
  cpu: number
  /** The same of its ended children, and of theirs. */
  ended: number
  rss: number
}

/** `getconf CLK_TCK` of every Linux that Node runs on. */
const TICKS_PER_SECOND = 100
const PAGE_BYTES = 4096
/** Threads of the kernel work for whoever asked them to, so they are nobody's noise. */
const KERNEL_PARENT = 2

/** One line of /proc/PID/stat (proc_pid_stat(5)). The name in it may hold anything, brackets too. */
export function parseStat(text: string): ProcessUse {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const number = (place: number) => Number(fields[place - 3])
  return {
    pid: Number.parseInt(text, 10),
    parent: number(4),
    cpu: (number(14) + number(15)) / TICKS_PER_SECOND,
    ended: (number(16) + number(17)) / TICKS_PER_SECOND,
    rss: number(24) * PAGE_BYTES,
  }
}

/** Seconds that the thread ran, from its /proc/PID/task/TID/sched: exact, where ticks are 10 ms. 0 when it does not tell. */
export function parseSched(text: string): number {
  return Number(/^se\.sum_exec_runtime\s*:\s*([\d.]+)/m.exec(text)?.[1] ?? 0) / 1000
}

/** Of all its threads. Those that ended are missing, and kernels without the file tell nothing: then ticks must do. */
function exactSeconds(pid: string): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`)
    return threads.reduce(
      (sum, thread) => sum + parseSched(readFileSync(`/proc/${pid}/task/${thread}/sched`, 'utf8')),
      0,
    )
  } catch {
    return 0
  }
}

/** All processes of the machine but the kernel's own, by id. */
export function readProcesses(): Map<number, ProcessUse> {
  const found = new Map<number, ProcessUse>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const use = parseStat(readFileSync(`/proc/${name}/stat`, 'utf8'))
      if (use.parent === KERNEL_PARENT || use.pid === KERNEL_PARENT) continue
      found.set(use.pid, { ...use, cpu: exactSeconds(name) || use.cpu })
    } catch {
      // It ended between the two looks.
    }
  }
  return found
}

/** Ids of the process and all that it started, as far as they live. */
export function treeOf(root: number, processes: ReadonlyMap<number, ProcessUse>): Set<number> {
  const tree = new Set([root])
  for (let size = 0; size !== tree.size; ) {
    size = tree.size
    for (const { pid, parent } of processes.values()) if (tree.has(parent)) tree.add(pid)
  }
  return tree
}

/** What these processes use together. */
export function sumOf(
  pids: Iterable<number>,
  processes: ReadonlyMap<number, ProcessUse>,
): { cpu: number; rss: number } {
  const sum = { cpu: 0, rss: 0 }
  for (const pid of pids) {
    const use = processes.get(pid)
    if (!use) continue
    sum.cpu += use.cpu + use.ended
    sum.rss += use.rss
  }
  return sum
}
