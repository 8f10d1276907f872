import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { importsOf } from './imports.ts'
import { doors, isIn, isTestSupport, roomOf } from './rules.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', '*.ts', '*.tsx'], {
  cwd: root,
  encoding: 'utf8',
})
const files = listed.split('\n').filter((file) => /^(sync|db|server|web)\/src\//.test(file))
const shipped = files.filter((file) => !isTestSupport(file))
const imports = shipped.flatMap((file) => importsOf(root, file))
const featureOf = (file: string) => /^(web|server)\/src\/features\/[^/]+\//.exec(file)?.[0]

describe('the house', () => {
  it('has files to look at', () => {
    expect(shipped.length).toBeGreaterThan(100)
    expect(imports.length).toBeGreaterThan(300)
  })

  it('imports flow one way', () => {
    const upward = imports.filter(({ from, to, typeOnly }) => {
      const room = roomOf(from)
      const target = roomOf(to)
      if (!room || !target || target === room) return false
      const allowed = typeOnly ? [...room.may, ...(room.mayType ?? [])] : room.may
      return !allowed.some((place) => isIn(to, place))
    })
    expect(upward).toEqual([])
  })

  it('keeps features out of each other', () => {
    const crossing = imports.filter(({ from, to }) => {
      const feature = featureOf(to)
      return (
        feature !== undefined &&
        featureOf(from) !== undefined &&
        featureOf(from) !== feature &&
        !doors.includes(to)
      )
    })
    expect(crossing).toEqual([])
  })

  it('leaves the protocol with no package but zod', () => {
    const others = imports.filter(
      ({ from, to }) => from.startsWith('sync/src/protocol/') && !roomOf(to) && to !== 'zod',
    )
    expect(others).toEqual([])
  })

  it('does no I/O of its own in the engine', () => {
    const io = imports.filter(({ from, to }) => from.startsWith('sync/src/') && to.startsWith('node:'))
    expect(io).toEqual([])
  })

  it('reads the environment in one place only', () => {
    const readers = shipped.filter((file) => /process\.env\b/.test(readFileSync(join(root, file), 'utf8')))
    // The embedded Postgres is handed the little of the environment that a child process needs.
    expect(readers).toEqual(['db/src/embedded/in-folder.ts', 'server/src/env.ts'])
  })

  it('opens the maintenance-only session library in one file', () => {
    const users = imports.filter(({ to }) => to === 'lucia').map(({ from }) => from)
    expect(new Set(users).size).toBeLessThanOrEqual(1)
  })
})
