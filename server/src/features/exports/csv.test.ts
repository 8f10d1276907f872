import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { csvSlices } from './csv.ts'

async function csvOf(columns: string[], rows: string[][]): Promise<string> {
  const slices = await all(csvSlices(columns, rows))
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.concat(slices))
}

async function all(slices: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const found: Uint8Array[] = []
  for await (const slice of slices) found.push(slice)
  return found
}

describe('csvSlices', () => {
  it('quotes every cell and doubles quotes', async () => {
    expect(await csvOf(['name', 'note'], [['Ops', 'say "hi", all\nof you']])).toBe(
      '\uFEFF"name","note"\r\n"Ops","say ""hi"", all\nof you"\r\n',
    )
  })

  it('gives the names of the columns when there are no rows', async () => {
    expect(await csvOf(['name'], [])).toBe('\uFEFF"name"\r\n')
  })

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '=cmd\n|x', '＝1'])(
    'lets no spreadsheet take %j for a formula',
    async (text) => {
      expect(await csvOf(['name'], [[text]])).toContain(`\r\n"'${text}"`)
    },
  )

  it('makes rows when they are asked for, and lets others have a turn between the slices of a long list', async () => {
    let made = 0
    function* rows() {
      for (; made < 5_000; ) yield [`Zoë ${made++}`]
    }
    let turns = 0
    let done = false
    const others = (async () => {
      for (; !done; turns++) await turn()
    })()
    const slices = csvSlices(['name'], rows())
    await slices.next()
    expect(made).toBeLessThan(5_000)
    const rest = await all(slices)
    done = true
    await others
    expect(made).toBe(5_000)
    expect(Buffer.concat(rest).toString().trim().split('\r\n').at(-1)).toBe('"Zoë 4999"')
    expect(turns).toBeGreaterThan(2)
  })
})
