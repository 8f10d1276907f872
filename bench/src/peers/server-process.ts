import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface ServerProcess {
  pid: number
  /** What it told when it was ready, e.g. its port. */
  said: string
  /** Asks it to end, kills it after ten seconds, and resolves when it is gone. */
  stop(): Promise<void>
}

export interface ServerProcessOptions {
  env?: Record<string, string>
  args?: readonly string[]
  cwd?: string
  /** The line that says that it is ready, whose first group becomes `said`; or an address that answers then. */
  ready: RegExp | { answers: string }
  /** Milliseconds until it must be ready. */
  within?: number
}

/** How a server of ours tells that it listens. Its standard input ends with its parent, and it with that. */
export const LISTENING = /^listening (\d+)$/

/** Where the inspector of a server listens, by process id, once a SIGUSR1 has opened it: each on a port of its own. */
export const debuggers = new Map<number, string>()
const DEBUGGER = /^Debugger listening on (ws:\S+)/

/**
 * Starts a server in a process of its own and waits until it is ready. Throws an `Error` with its last lines
 * when it ends before, or does not get ready in time.
 */
export async function startServer(script: URL, options: ServerProcessOptions): Promise<ServerProcess> {
  const child = spawn(process.execPath, [fileURLToPath(script), ...(options.args ?? [])], {
    env: {
      ...process.env,
      ...options.env,
      NODE_OPTIONS: `--inspect-port=0 ${options.env?.NODE_OPTIONS ?? ''}`,
    },
    cwd: options.cwd,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const tail: string[] = []
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let timer: NodeJS.Timeout | undefined
  let polling: NodeJS.Timeout | undefined
  try {
    const said = await new Promise<string>((resolve, reject) => {
      const hear = (line: string) => {
        const inspector = DEBUGGER.exec(line)?.[1]
        if (inspector && child.pid) debuggers.set(child.pid, inspector)
        tail.push(line)
        if (tail.length > 40) tail.shift()
        const match = options.ready instanceof RegExp ? options.ready.exec(line) : undefined
        if (match) resolve(match[1] ?? '')
      }
      createInterface({ input: child.stdout }).on('line', hear)
      createInterface({ input: child.stderr }).on('line', hear)
      const fail = (why: string) => reject(new Error(`${script.pathname} ${why}:\n${tail.join('\n')}`))
      child.once('error', (error) => fail(error.message))
      child.once('close', (code, signal) => fail(`ended with ${signal ?? code}`))
      if ('answers' in options.ready) polling = poll(options.ready.answers, () => resolve(''))
      const within = options.within ?? 30_000
      timer = setTimeout(() => fail(`was not ready within ${within / 1_000} s`), within)
    })
    if (!child.pid) throw new Error(`${script.pathname} has no process`)
    return { pid: child.pid, said, stop: () => stop(child, ended) }
  } catch (error) {
    await stop(child, ended)
    throw error
  } finally {
    clearTimeout(timer)
    clearInterval(polling)
  }
}

function poll(address: string, answered: () => void): NodeJS.Timeout {
  return setInterval(() => {
    fetch(address).then(
      (response) => response.ok && answered(),
      () => {},
    )
  }, 100)
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  const impatient = setTimeout(() => child.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(impatient)
}
