import { describe, expect, it } from 'vitest'
import { csvOf } from './csv.ts'

describe('csvOf', () => {
  it('quotes every cell and doubles quotes', () => {
    expect(csvOf(['name', 'note'], [['Ops', 'say "hi", all\nof you']])).toBe(
      '\uFEFF"name","note"\r\n"Ops","say ""hi"", all\nof you"\r\n',
    )
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '=cmd\n|x', '＝1'])(
    'lets no spreadsheet take %j for a formula',
    (text) => {
      expect(csvOf(['name'], [[text]])).toContain(`\r\n"'${text}"`)
    },
  )
})
