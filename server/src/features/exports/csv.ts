import Papa from 'papaparse'

/**
 * Cells that a spreadsheet would take for a formula, in ASCII or full width (OWASP, CSV Injection): they
 * get an apostrophe in front, which spreadsheets hide.
 */
const formula = /^[=+\-@\t\r\n＝＋－＠]/

/** CSV by RFC 4180 with a byte order mark, so that spreadsheets read it as UTF-8. */
export function csvOf(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const body = Papa.unparse(
    { fields: [...columns], data: rows.map((row) => [...row]) },
    { quotes: true, newline: '\r\n', escapeFormulae: formula },
  )
  return `\uFEFF${body}\r\n`
}
