/** Running other programs, with what they print going straight through. */
import { spawn, spawnSync } from 'node:child_process'

/** Runs a program to its end; answers its exit code (128 + n when a signal ended it). */
export function run(command: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', ...env },
    })
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)))
  })
}

/** The path of the first of these programs that is installed. */
export function installed(...names: string[]): string | undefined {
  for (const name of names) {
    const found = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' })
    if (found.status === 0) return found.stdout.trim()
  }
  return undefined
}

/** True when Debian packages can be installed here: apt is there and we are root or may become it. */
function aptPrefix(): string[] | undefined {
  if (!installed('apt-get')) return undefined
  if (process.getuid?.() === 0) return []
  return spawnSync('sudo', ['-n', 'true']).status === 0 ? ['sudo', '-n'] : undefined
}

/** Installs Debian packages; false when that is not possible here. */
export async function aptInstall(...packages: string[]): Promise<boolean> {
  const prefix = aptPrefix()
  if (!prefix) return false
  const apt = async (...args: string[]) => {
    const [command = 'apt-get', ...rest] = [...prefix, 'apt-get', '-qq', ...args]
    return (await run(command, rest, { DEBIAN_FRONTEND: 'noninteractive' })) === 0
  }
  await apt('update')
  return apt('install', '-y', '--no-install-recommends', ...packages)
}
