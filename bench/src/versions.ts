/** Versions of what is measured, as installed. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { findBinaries } from '../../db/src/embedded/binaries.ts'

/** Of these packages, as this bench would load them. */
export function packageVersions(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, packageVersion(name)]))
}

function packageVersion(name: string): string {
  for (const folder of createRequire(import.meta.url).resolve.paths(name) ?? []) {
    try {
      const read = JSON.parse(readFileSync(`${folder}/${name}/package.json`, 'utf8')) as { version: string }
      return read.version
    } catch {
      // Not in this folder.
    }
  }
  return 'not installed'
}

/** Of the Postgres that comes with Muster. */
export function postgresVersion(): string {
  const text = execFileSync(findBinaries(undefined).postgres, ['--version'], { encoding: 'utf8' })
  return /\d+(\.\d+)*/.exec(text)?.[0] ?? text.trim()
}
