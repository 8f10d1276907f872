/**
 * CSV (RFC 4180) as people really have it: commas, semicolons or tabs, any line ends, quoted line breaks.
 * Parsed piece by piece, so that a long file does not hold up everybody else's sockets.
 */
import Papa from 'papaparse'

/** One record. `line` is where it begins in the file, from 1; `cells` are trimmed. */
export interface CsvRow {
  line: number
  cells: string[]
}

/** `tooLong` is the line on which a record begins that is no record of a list. */
export type Parsed = { rows: CsvRow[] } | { tooMany: true } | { tooLong: number }

/** Characters parsed before others get a turn: about 5 ms of work. */
const PIECE = 256 * 1024

/** Characters of a line. A record over several lines may be as long as a few pieces. */
const MAX_LINE = 64 * 1024

/**
 * All records with content, at most `maxRows`. An unclosed quote takes the rest of the text as one cell.
 * A record that grows over many pieces would be read again with each of them, so it is refused.
 */
export async function parseCsv(text: string, maxRows: number): Promise<Parsed> {
  const unified = text.replace(/\r\n?/g, '\n')
  const tooLong = longLineIn(unified)
  if (tooLong !== undefined) return { tooLong }
  const rows: CsvRow[] = []
  let line = 1
  let pieces = 0
  let isTooLong = false
  return new Promise((resolve, reject) => {
    // Named, because the types know "chunk" for files only, though it works for text as well.
    const config = {
      delimiter: delimiterOf(unified),
      newline: '\n' as const,
      chunkSize: PIECE,
      chunk(results: Papa.ParseResult<string[]>, parser: Papa.Parser) {
        for (const cells of results.data) {
          const trimmed = cells.map((cell) => cell.trim())
          if (trimmed.some((cell) => cell !== '')) rows.push({ line, cells: trimmed })
          line += 1 + lineBreaksIn(cells)
        }
        pieces = results.data.length > 0 ? 0 : pieces + 1
        isTooLong = pieces > 2
        if (isTooLong || rows.length > maxRows) return parser.abort()
        parser.pause()
        setImmediate(() => parser.resume())
      },
      complete: () =>
        resolve(isTooLong ? { tooLong: line } : rows.length > maxRows ? { tooMany: true } : { rows }),
      error: reject,
    }
    Papa.parse<string[]>(unified, config)
  })
}

/** The first line that is longer than a line may be, from 1. */
function longLineIn(text: string): number | undefined {
  let line = 1
  for (let from = 0; from < text.length; line++) {
    const found = text.indexOf('\n', from)
    const end = found < 0 ? text.length : found
    if (end - from > MAX_LINE) return line
    from = end + 1
  }
  return undefined
}

/** The separator that stands most often in the first line with content, outside of quotes. */
export function delimiterOf(text: string): string {
  const first = /[^\n]*\S[^\n]*/.exec(text)?.[0].replace(/"[^"]*"/g, '') ?? ''
  const count = (delimiter: string) => first.split(delimiter).length
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best))
}

function lineBreaksIn(cells: string[]): number {
  let breaks = 0
  for (const cell of cells)
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) breaks += 1
  return breaks
}
