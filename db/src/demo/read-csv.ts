import { readFileSync } from 'node:fs'
import papaparse from 'papaparse'

/** Rows of a file of db/data, by the names of its header. Throws when the file is malformed. */
export function readCsv<Column extends string>(path: string): Record<Column, string>[] {
  const text = readFileSync(new URL(`../../data/${path}`, import.meta.url), 'utf8')
  const { data, errors } = papaparse.parse<Record<Column, string>>(text, {
    header: true,
    skipEmptyLines: true,
  })
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  return data
}
