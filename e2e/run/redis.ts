/** A throw-away Redis (or Valkey) on a free loopback port, nothing kept on disk. */
import { spawn } from 'node:child_process'
import { freePort } from '@muster/db/embedded/free-port.ts'
import { aptInstall, installed } from './shell.ts'

const names = ['redis-server', 'valkey-server'] as const

export interface Redis {
  url: string
  stop(): void
  /** Ends it at once: no connection is told. */
  kill(): void
}

/** Starts one, installing it first where that is possible; undefined when there is none. */
export async function startRedis(): Promise<Redis | undefined> {
  const program =
    installed(...names) ?? ((await aptInstall('redis-server')) ? installed(...names) : undefined)
  if (!program) return undefined
  const port = await freePort()
  const child = spawn(
    program,
    ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code} before it was ready`)))
    child.stdout.on('data', (text: Buffer) => {
      if (text.includes('eady to accept connections')) resolve()
    })
  })
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: () => void child.kill(),
    kill: () => void child.kill('SIGKILL'),
  }
}
