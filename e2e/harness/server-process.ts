/** A Muster server as its own process, the way people run it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface ServerProcess {
  url: string
  pid: number
  /** What it printed so far. */
  output(): string
  /** Sends a signal and waits for nothing. */
  tell(signal: NodeJS.Signals): void
  /** Resolves with the exit code when it has ended; null when a signal ended it. */
  ended: Promise<number | null>
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>
  /** SIGKILL, and waits for the end: no chance to tidy up. */
  kill(): Promise<void>
  /** SIGKILL to all processes of its own group, if it was given one. Safe to call when it has ended. */
  killGroup(): Promise<void>
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  await once(child, 'exit')
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  process.kill(-child.pid, 'SIGKILL')
  await ended
}

/** Starts one and waits until it says where it listens. `PORT` 0 takes a free one. */
export async function startServer(
  env: Record<string, string>,
  { ownGroup = false } = {},
): Promise<ServerProcess> {
  let output = ''
  const child = spawn(process.execPath, ['server/start.mjs'], {
    cwd: root,
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // What it starts can then be killed along with it; but Ctrl-C no longer reaches it.
    detached: ownGroup,
  })
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (text: Buffer) => {
      output += text
      const found = /https?:\/\/127\.0\.0\.1:\d+/.exec(output)
      if (found) resolve(found[0])
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output}`)))
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  return {
    url,
    pid: child.pid ?? 0,
    output: () => output,
    tell: (signal) => void child.kill(signal),
    ended,
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
    killGroup: () => endGroup(child),
  }
}
