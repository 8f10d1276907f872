import { setImmediate as turn } from 'node:timers/promises'

/**
 * Cells that a spreadsheet would take for a formula, in ASCII or full width (OWASP, CSV Injection): they
 * get an apostrophe in front, which spreadsheets hide.
 */
const formula = /^[=+\-@\t\r\n＝＋－＠]/

/** Rows that are written in one turn of the event loop: some milliseconds at most. */
const SLICE = 1_000

/**
 * CSV by RFC 4180 in UTF-8, with a byte order mark, so that spreadsheets read it as such. Comes in slices, made
 * when they are asked for; everybody else has a turn between two of them.
 */
export async function* csvSlices(
  columns: readonly string[],
  rows: Iterable<readonly string[]>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  let slice = `\uFEFF${lineOf(columns)}`
  let waiting = 0
  for (const row of rows) {
    slice += lineOf(row)
    if (++waiting < SLICE) continue
    yield encoder.encode(slice)
    slice = ''
    waiting = 0
    await turn()
  }
  if (slice) yield encoder.encode(slice)
}

function lineOf(cells: readonly string[]): string {
  let line = ''
  for (const cell of cells) line += `${line && ','}${quoted(cell)}`
  return `${line}\r\n`
}

function quoted(cell: string): string {
  const safe = formula.test(cell) ? `'${cell}` : cell
  return `"${safe.includes('"') ? safe.replaceAll('"', '""') : safe}"`
}
