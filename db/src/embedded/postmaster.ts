/**
 * One running Postgres server. It is in a process group of its own, so Ctrl-C in the terminal reaches only
 * us and we stop it when we have drained. If we die without stopping it, the pipe to its watcher closes and
 * the watcher asks it to shut down: no server outlives its parent, even after kill -9.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { Binaries } from './binaries.ts'
import { here, quietEnvironment } from './in-folder.ts'
import type { RunAs } from './run-as.ts'

/** The watcher waits for the end of our pipe. Twice in the background: it must not be a child of Postgres. */
const script = `exec 3<&0
(
  ( cat <&3 >/dev/null 2>&1; kill -INT $$ ) >/dev/null 2>&1 &
)
exec "$@" </dev/null 3<&-`

export interface Postmaster {
  /** Resolves with the reason when the server has ended, wanted or not. */
  ended: Promise<string>
  /** Fast shutdown: open transactions roll back, everything committed is on disk. */
  stop(): Promise<void>
}

/** Thrown when another process took the port between our choosing and Postgres' binding it. */
export class PortTaken extends Error {}

export interface PostmasterOptions {
  folder: string
  port: number
  settings: Record<string, string>
  binaries: Binaries
  runAs: RunAs
  log: (line: string) => void
}

/** Starts a server and resolves when it accepts connections. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const place = here(options.folder, options.runAs)
  const args = ['-D', place.path, '-p', String(options.port)]
  for (const [name, value] of Object.entries(options.settings)) args.push('-c', `${name}=${value}`)
  const watched = process.platform !== 'win32'
  const child = spawn(
    watched ? '/bin/sh' : options.binaries.postgres,
    watched ? ['-c', script, 'sh', options.binaries.postgres, ...args] : args,
    {
      cwd: place.cwd,
      ...options.runAs,
      env: quietEnvironment(),
      stdio: ['pipe', 'ignore', 'pipe'],
      detached: watched,
    },
  )
  const tail: string[] = []
  const ended = endOf(child, tail)
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      options.log(line)
      tail.push(line)
      if (tail.length > 20) tail.shift()
      if (line.includes('database system is ready to accept connections')) resolve()
    })
    void ended.then((reason) => {
      const taken = tail.some((line) => line.includes('could not create any TCP/IP sockets'))
      reject(
        taken
          ? new PortTaken(`Port ${options.port} is taken.`)
          : new Error(`Postgres did not start: ${reason}`),
      )
    })
  })
  return { ended, stop: () => stop(child, ended) }
}

function endOf(child: ChildProcess, tail: string[]): Promise<string> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code, signal) => {
      child.stdin?.destroy()
      resolve(`ended with ${signal ?? `code ${code}`}\n${tail.join('\n')}`)
    })
  })
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGINT')
  // SIGQUIT ends it at once; it recovers from its log at the next start.
  const impatient = setTimeout(() => child.kill('SIGQUIT'), 30_000)
  await ended
  clearTimeout(impatient)
}
