/** Counts of tests, read from what the runners wrote, summed over all of them. */
import { existsSync, readFileSync } from 'node:fs'

export interface Tally {
  passed: number
  failed: number
  skipped: number
}

export const nothing: Tally = { passed: 0, failed: 0, skipped: 0 }

export function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}

/** A check that only ends well or badly counts as one test. A badly ended runner counts at least one failure. */
export function fromExit(code: number): Tally {
  return code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 }
}

function parse(file: string): Record<string, unknown> {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}

const count = (value: unknown): number => (typeof value === 'number' ? value : 0)

/** A runner that failed without one failed test (a crash, no report) has failed once all the same. */
function honest(tally: Tally, code: number): Tally {
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally
}

/** From the file of Vitest's `json` reporter. */
export function fromVitest(file: string, code: number): Tally {
  const report = parse(file)
  return honest(
    {
      passed: count(report.numPassedTests),
      failed: count(report.numFailedTests),
      skipped: count(report.numPendingTests) + count(report.numTodoTests),
    },
    code,
  )
}

/** From the file of Playwright's `json` reporter. A flaky test has failed. */
export function fromPlaywright(file: string, code: number): Tally {
  const stats = (parse(file).stats ?? {}) as Record<string, unknown>
  return honest(
    {
      passed: count(stats.expected),
      failed: count(stats.unexpected) + count(stats.flaky),
      skipped: count(stats.skipped),
    },
    code,
  )
}

/** The closing line: `N passed, N failed`, and `, N skipped` when some were. */
export function closingLine(tally: Tally): string {
  const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : ''
  return `${tally.passed} passed, ${tally.failed} failed${skipped}`
}
