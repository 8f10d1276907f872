import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { drawPlots } from './plots.ts'
import type { Result } from './result.ts'
import { between, tablesOf } from './table.ts'

const readme = fileURLToPath(new URL('../README.md', import.meta.url))
const ownFolder = fileURLToPath(new URL('../results', import.meta.url))

/** Writes `latest.json` and the plots into the folder; into the README, too, when it is the bench's own. */
export function writeResult(result: Result, folder: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/latest.json`, `${JSON.stringify(result, null, 2)}\n`)
  drawPlots(result.points, folder)
  if (folder === ownFolder) writeFileSync(readme, between(readFileSync(readme, 'utf8'), tablesOf(result)))
}
