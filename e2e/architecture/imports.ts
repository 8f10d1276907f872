/** Reads what a source file imports, as text: enough to hold the house against its plan. */
import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

export interface Import {
  /** Path of the importing file from the project's root. */
  from: string
  /** Path from the project's root for our own files, else the package's name. */
  to: string
  /** `import type`: gone when the program runs. */
  typeOnly: boolean
}

const statement = /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"]+)['"]/g
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier))
  const ours = /^@muster\/(\w+)\/(.+)$/.exec(specifier)
  return ours ? `${ours[1]}/src/${ours[2]}` : specifier
}

export function importsOf(root: string, from: string): Import[] {
  const text = readFileSync(join(root, from), 'utf8')
  const found: Import[] = []
  for (const [, type, specifier = ''] of text.matchAll(statement)) {
    found.push({ from, to: resolve(from, specifier), typeOnly: type !== undefined })
  }
  for (const [, specifier = ''] of text.matchAll(dynamic)) {
    found.push({ from, to: resolve(from, specifier), typeOnly: false })
  }
  return found
}
