import { spawn } from 'node:child_process'
import { chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { here, quietEnvironment } from './in-folder.ts'
import type { RunAs } from './run-as.ts'

/**
 * Makes a new cluster in `folder`. It is made beside it and moved into place when it is whole, so that a
 * crash half-way leaves nothing to repair. UTF-8 with Postgres' own C.UTF-8: no dependence on the locales
 * of this machine, and equal order and case rules on every machine.
 */
export async function initialise(
  folder: string,
  password: string,
  binaries: Binaries,
  runAs: RunAs,
): Promise<void> {
  const work = `${folder}.new`
  const data = join(work, 'data')
  const passwordFile = join(work, 'password')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(data, { recursive: true, mode: 0o700 })
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (runAs) for (const path of [work, data, passwordFile]) chownSync(path, runAs.uid, runAs.gid)

  const place = here(data, runAs)
  await run(
    binaries.initdb,
    [
      `--pgdata=${place.path}`,
      '--username=muster',
      `--pwfile=${runAs ? '../password' : passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ],
    { cwd: place.cwd, ...runAs },
  )
  renameSync(data, folder)
  rmSync(work, { recursive: true, force: true })
}

function run(
  command: string,
  args: string[],
  options: { cwd: string; uid?: number; gid?: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...options,
      env: quietEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const keep = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`Postgres could not make its data folder:\n${output.trim()}`)),
    )
  })
}
