import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { add, closingLine, fromExit, fromPlaywright, fromVitest, nothing } from './tally.ts'

const file = (content: unknown) => {
  const path = join(mkdtempSync(join(tmpdir(), 'tally-')), 'report.json')
  writeFileSync(path, JSON.stringify(content))
  return path
}

it('sums what every runner reports', () => {
  const unit = fromVitest(
    file({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 0 }),
    1,
  )
  const browser = fromPlaywright(file({ stats: { expected: 3, unexpected: 0, flaky: 1, skipped: 0 } }), 1)
  const all = [fromExit(0), unit, browser].reduce(add, nothing)
  expect(all).toEqual({ passed: 9, failed: 2, skipped: 2 })
  expect(closingLine(all)).toBe('9 passed, 2 failed, 2 skipped')
})

it('counts a runner that died without a report as one failure', () => {
  expect(fromVitest('/nowhere/report.json', 1)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

it('leaves out the skipped when there are none', () => {
  expect(closingLine(fromExit(0))).toBe('1 passed, 0 failed')
})
