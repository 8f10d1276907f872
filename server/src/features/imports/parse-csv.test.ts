import { problem } from '@muster/sync/protocol/problem.ts'
import { describe, expect, it, vi } from 'vitest'
import { decodeText } from './decode.ts'
import { delimiterOf, parseCsv } from './parse-csv.ts'

const rowsOf = async (text: string) => {
  const parsed = await parseCsv(text, 200_000)
  if (!('rows' in parsed)) throw new Error(`refused: ${JSON.stringify(parsed)}`)
  return parsed.rows
}

describe('parseCsv', () => {
  it('reads commas, semicolons and tabs alike', async () => {
    for (const delimiter of [',', ';', '\t']) {
      const text = `email${delimiter}group\na@x.example${delimiter}Ops`
      expect(await rowsOf(text)).toEqual([
        { line: 1, cells: ['email', 'group'] },
        { line: 2, cells: ['a@x.example', 'Ops'] },
      ])
    }
  })

  it('keeps the line numbers of the file through quoted line breaks and empty lines', async () => {
    const text = 'name,description\r\n"Ops","first\r\nsecond"\r\n\r\nSales,none\r\n'
    expect(await rowsOf(text)).toEqual([
      { line: 1, cells: ['name', 'description'] },
      { line: 2, cells: ['Ops', 'first\nsecond'] },
      { line: 5, cells: ['Sales', 'none'] },
    ])
  })

  it('takes mixed line ends in one file', async () => {
    expect((await rowsOf('a,b\r\nc,d\ne,f\rg,h')).map((row) => row.line)).toEqual([1, 2, 3, 4])
  })

  it('reads delimiters and doubled quotes inside quotes', async () => {
    expect(await rowsOf('"a,b","say ""hi"""')).toEqual([{ line: 1, cells: ['a,b', 'say "hi"'] }])
  })

  it('refuses endless records at once, and says where they begin', async () => {
    const pieces = vi.spyOn(globalThis, 'setImmediate')
    const megabytes = 8 * 1024 * 1024
    expect(await parseCsv(`a,b\n${','.repeat(megabytes)}`, 10)).toEqual({ tooLong: 2 })
    expect(await parseCsv(`a,b\nc,d\n"${'x\n'.repeat(megabytes)}`, 10)).toEqual({ tooLong: 3 })
    // Of 64 pieces the first few are read, none of them twice.
    expect(pieces.mock.calls.length).toBeLessThan(10)
    pieces.mockRestore()
    expect(await rowsOf(`name,description\nOps,"${'line\n'.repeat(20_000)}"`)).toHaveLength(2)
  })

  it('is not misled by delimiters in a quoted header', () => {
    expect(delimiterOf('"a,b,c";d\n')).toBe(';')
  })

  it('takes an unclosed quote as one cell, and does not throw', async () => {
    expect(await rowsOf('a,b\n"c,d\ne,f')).toHaveLength(2)
  })

  it('stops at the limit', async () => {
    expect(await parseCsv('x\n'.repeat(11), 10)).toEqual({ tooMany: true })
    expect(await parseCsv('x\n'.repeat(10), 10)).toHaveProperty('rows')
  })

  it('numbers rows rightly across pieces, while others get their turn', async () => {
    const text = 'someone@kubernetes.example,"a group, quoted\nover two lines"\n'.repeat(60_000)
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 1)
    const rows = await rowsOf(text)
    clearInterval(timer)
    expect(rows).toHaveLength(60_000)
    expect(rows.at(-1)).toEqual({
      line: 119_999,
      cells: ['someone@kubernetes.example', 'a group, quoted\nover two lines'],
    })
    expect(turns).toBeGreaterThan(3)
  })
})

describe('decodeText', () => {
  const bytes = (...values: number[]) => new Uint8Array(values).buffer

  it('takes a byte order mark away', () => {
    expect(decodeText(bytes(0xef, 0xbb, 0xbf, 0x61))).toBe('a')
  })

  it('refuses Latin-1 and UTF-16', () => {
    const refusal = { kind: problem('invalid', '').kind, title: 'The file is not UTF-8 text' }
    expect(decodeText(bytes(0x4d, 0xfc, 0x6c))).toMatchObject(refusal)
    expect(decodeText(bytes(0x61, 0x00, 0x62, 0x00))).toMatchObject(refusal)
  })
})
