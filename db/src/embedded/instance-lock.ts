/**
 * At most one Muster works in a data folder. The lock is a file that names its holder; a holder that is
 * gone (kill -9, power cut) is found out and replaced. On the same machine the process is asked for; on
 * another one (a container with the same volume) only its heartbeat can tell.
 */
import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'

interface Holder {
  pid: number
  /** Tells a process from a later one with the same number; empty where the system does not say. */
  startedAt: string
  host: string
  token: string
}

const heartbeatMs = 5_000
/** A holder on another machine counts as gone after this silence. */
const silenceMs = 20_000

/** Takes the lock of a folder, or throws a readable `Error` when another Muster is working in it. */
export function lockFolder(folder: string): { release(): void } {
  const path = join(folder, 'instance.lock')
  const me: Holder = {
    pid: process.pid,
    startedAt: startOf(process.pid),
    host: hostname(),
    token: randomUUID(),
  }
  const mine = `${path}.${me.token}`
  writeFileSync(mine, JSON.stringify(me))
  try {
    take(path, mine, folder)
  } finally {
    rmSync(mine, { force: true })
  }
  const heartbeat = setInterval(() => touch(path), heartbeatMs).unref()
  return {
    release() {
      clearInterval(heartbeat)
      if (read(path)?.holder?.token === me.token) rmSync(path, { force: true })
    },
  }
}

function take(path: string, mine: string, folder: string): void {
  for (let attempt = 0; attempt < 10; attempt++) {
    if (linked(mine, path)) return
    const found = read(path)
    if (!found) continue
    if (isWorking(found)) throw refusal(folder, found.holder)
    // Moving the dead lock aside is atomic: of several starters one moves it, and looks at what it moved.
    const aside = `${mine}.aside`
    try {
      renameSync(path, aside)
    } catch {
      continue
    }
    const moved = read(aside)
    if (moved && isWorking(moved)) {
      linked(aside, path)
      rmSync(aside, { force: true })
      throw refusal(folder, moved.holder)
    }
    rmSync(aside, { force: true })
  }
  throw refusal(folder, undefined)
}

function refusal(folder: string, holder: Holder | undefined): Error {
  const who = holder ? ` (process ${holder.pid} on ${holder.host})` : ''
  return new Error(
    `Another Muster is already working in ${folder}${who}. Stop it first, or give this one a folder of its own with MUSTER_DATA_DIR.`,
  )
}

interface Found {
  holder: Holder | undefined
  touchedAt: number
}

function read(path: string): Found | undefined {
  try {
    const touchedAt = statSync(path).mtimeMs
    return { holder: parse(readFileSync(path, 'utf8')), touchedAt }
  } catch {
    return undefined
  }
}

function parse(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isHolder(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== 'object' || value === null) return false
  const { pid, startedAt, host, token } = value as Partial<Record<keyof Holder, unknown>>
  return typeof pid === 'number' && [startedAt, host, token].every((text) => typeof text === 'string')
}

function isWorking({ holder, touchedAt }: Found): boolean {
  if (!holder) return false
  if (holder.host !== hostname()) return Date.now() - touchedAt < silenceMs
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return holder.startedAt === startOf(holder.pid)
}

/** Start time of a process in clock ticks since boot (proc(5), field 22); empty when unknown. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date())
  } catch {
    // Gone: somebody cleaned the folder. The next start will say what is missing.
  }
}
