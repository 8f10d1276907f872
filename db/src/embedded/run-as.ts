import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'

/** The system user that Postgres runs as; undefined means our own. */
export type RunAs = { uid: number; gid: number } | undefined

/**
 * Postgres refuses to run as root. When we are root it runs as the owner of the existing data, else as the
 * system user `postgres`, which is made if there is none (containers often lack it).
 */
export function postgresUser(existingData: string | undefined): RunAs {
  if (process.getuid?.() !== 0) return undefined
  if (existingData) {
    const { uid, gid } = statSync(existingData)
    if (uid !== 0) return { uid, gid }
  }
  return lookUp() ?? create()
}

function lookUp(): RunAs {
  try {
    return { uid: Number(run('id', '-u', 'postgres')), gid: Number(run('id', '-g', 'postgres')) }
  } catch {
    return undefined
  }
}

function create(): RunAs {
  const ways = [
    () => run('useradd', '--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres'),
    () => run('adduser', '-S', '-D', '-H', '-s', '/bin/false', 'postgres'),
  ]
  for (const way of ways) {
    try {
      way()
    } catch {
      continue
    }
    const made = lookUp()
    if (made) return made
  }
  throw new Error(
    'Postgres cannot run as root, there is no system user "postgres", and it could not be made. Start Muster as an ordinary user, or set DATABASE_URL.',
  )
}

function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
}
