import { describe, expect, it } from 'vitest'
import { problemsCsv } from './problems-csv.ts'

describe('the problems of an import as CSV', () => {
  const problem = {
    line: 7,
    kind: 'unknown-group',
    text: 'a@x.example,Ops',
    detail: 'There is no group',
  } as const

  it('has a line for each problem with its way out', () => {
    expect(problemsCsv([{ ...problem, suggestion: 'Operations' }])).toBe(
      '\uFEFF"line","row","problem","reason","way out"\r\n"7","a@x.example,Ops","No such group","There is no group","Meant Operations?"\r\n',
    )
  })

  it('never begins a cell like a formula', () => {
    for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '＝1'])
      expect(problemsCsv([{ ...problem, text }])).toContain(`"'${text}"`)
  })

  it('keeps quotes and line breaks inside of the cell', () => {
    expect(problemsCsv([{ ...problem, text: 'say "hi"\nthere' }])).toContain('"say ""hi""\nthere"')
  })
})
