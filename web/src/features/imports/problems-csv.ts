import type { ImportProblem } from '@muster/sync/staging/import/import-report.ts'
import { problemNames, wayOut } from './problem-words.ts'

/** Cells that a spreadsheet would take for a formula, in ASCII or full width (OWASP, CSV Injection). */
const formula = /^[=+\-@\t\r\n＝＋－＠]/

function cell(text: string): string {
  const safe = formula.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

/** The problems of a file as CSV (RFC 4180) with a byte order mark, safe to open in a spreadsheet. */
export function problemsCsv(problems: readonly ImportProblem[]): string {
  const rows = problems.map((problem) => [
    String(problem.line),
    problem.text,
    problemNames[problem.kind],
    problem.detail,
    wayOut(problem),
  ])
  const lines = [['line', 'row', 'problem', 'reason', 'way out'], ...rows]
  return `\uFEFF${lines.map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`
}

/** Hands the text to the browser as a file to keep. */
export function downloadCsv(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
