import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

interface Package {
  version?: string
  optionalDependencies?: Record<string, string>
}

const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
  packages: Record<string, Package>
}

/** The place where Node would find `name` from the package at `path`. */
function placeOf(path: string, name: string): string | undefined {
  for (let from = path; ; from = from.slice(0, Math.max(0, from.lastIndexOf('/node_modules/')))) {
    const place = `${from === '' ? '' : `${from}/`}node_modules/${name}`
    if (lock.packages[place]) return place
    if (from === '') return undefined
  }
}

// `npm ci` refuses a lock that misses a platform's package, even on a machine that would not install it.
it('locks the optional packages of every platform', () => {
  const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {}).filter((name) => !placeOf(path, name)),
  )
  expect(missing).toEqual([])
})
