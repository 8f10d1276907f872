import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')

/** Rule ids in titles of tests, by file: `it('CM3 …'`, also several in one title. */
function citedIn(folder: string): Map<string, string[]> {
  const cited = new Map<string, string[]>()
  for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (
      !entry.isFile() ||
      path.includes('node_modules') ||
      !/\.(test|spec|contract)\.ts$|seeds\.ts$/.test(path)
    )
      continue
    for (const [, title = ''] of readFileSync(path, 'utf8').matchAll(
      /\b(?:it|test)(?:\.\w+(?:\([^)]*\))?)?\(\s*['"`]([^\n]*)/g,
    ))
      for (const [id] of title.matchAll(RULE))
        cited.set(id, [...(cited.get(id) ?? []), path.slice(root.length + 1)])
  }
  return cited
}

const RULE = /\b(?:PR|CN|SB|VW|CM|RC|ST|PS|AU|FN|OV|OP)\d+\b/g
const spec = readFileSync(join(root, 'sync/SPEC.md'), 'utf8')
const rules = [...spec.matchAll(/^- \*\*([A-Z]{2}\d+)\*\*/gm)].map(([, id = '']) => id)
const cited = ['sync/src', 'server', 'web/src', 'e2e'].map(citedIn)

it('SPEC.md numbers every rule once', () => {
  expect(rules.length).toBeGreaterThan(80)
  expect(new Set(rules).size).toBe(rules.length)
})

it('every rule of SPEC.md has a test that carries its id', () => {
  expect(rules.filter((id) => !cited.some((folder) => folder.has(id)))).toEqual([])
})

it('no test names a rule that SPEC.md does not have', () => {
  const known = new Set(rules)
  const unknown = cited.flatMap((folder) => [...folder].filter(([id]) => !known.has(id)))
  expect(unknown).toEqual([])
})
