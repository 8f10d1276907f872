/**
 * Ends what a killed Muster left behind in a data folder. Its Postgres is usually shutting down already
 * (its watcher saw us die); here we wait for that, and insist when it does not happen. Only called under
 * the instance lock, so whatever runs in the folder belongs to nobody.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Resolves when no Postgres works in the folder. Throws when one cannot be stopped. */
export async function settle(folder: string, log: (line: string) => void): Promise<void> {
  if (await gone(folder, 3_000)) return forget(folder)
  log('Stopping a Postgres that an earlier Muster left behind')
  signal(folder, 'SIGINT')
  if (await gone(folder, 15_000)) return forget(folder)
  signal(folder, 'SIGQUIT')
  if (await gone(folder, 10_000)) return forget(folder)
  throw new Error(
    `An earlier Postgres (process ${running(folder).join(', ')}) still works in ${folder} and does not stop. End it and start again.`,
  )
}

async function gone(folder: string, withinMs: number): Promise<boolean> {
  for (const end = Date.now() + withinMs; ; await sleep(25)) {
    if (running(folder).length === 0) return true
    if (Date.now() > end) return false
  }
}

/** A pid file that outlived its server may name somebody else's process by now; Postgres would not start. */
function forget(folder: string): void {
  rmSync(join(folder, 'postmaster.pid'), { force: true })
}

function signal(folder: string, name: 'SIGINT' | 'SIGQUIT'): void {
  const master = masterOf(folder)
  for (const pid of running(folder)) {
    // Without its master a leftover backend is told directly.
    if (master !== undefined && pid !== master && running(folder).includes(master)) continue
    try {
      process.kill(pid, name)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EPERM') {
        throw new Error(
          `An earlier Postgres (process ${pid}) works in ${folder} as another user. End it and start again.`,
        )
      }
    }
  }
}

function masterOf(folder: string): number | undefined {
  try {
    return Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0])
  } catch {
    return undefined
  }
}

/** Processes of Postgres whose working folder is this one: the server and its backends. */
function running(folder: string): number[] {
  if (!existsSync('/proc/self/cwd')) return runningByPidFile(folder)
  const real = realpathSync(folder)
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => cwdOf(pid) === real && nameOf(pid) === 'postgres')
}

function cwdOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

function nameOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
  } catch {
    return undefined
  }
}

/** Systems without /proc: the server that the pid file names, if that is what the process is. */
function runningByPidFile(folder: string): number[] {
  const pid = masterOf(folder)
  if (pid === undefined) return []
  try {
    const command = execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' })
    return command.includes('postgres') && command.includes(folder) ? [pid] : []
  } catch {
    return []
  }
}
