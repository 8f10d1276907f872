import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { HexIds } from './hex-ids.ts'

const hex = (ids: string[]) => ids.join('').replaceAll('-', '')
const alike = (end: number) => `00000000-0000-4000-a000-${end.toString(16).padStart(12, '0')}`

describe('ids in hex', () => {
  it.each([
    ['random', () => randomUUID()],
    ['alike', alike],
  ])('are read in the order in which they stand, when they are %s', (_, id) => {
    const ids = Array.from({ length: 5_000 }, (_, index) => id(index))
    const known = new HexIds(ids.map((id) => ({ id })))
    const read: string[] = []
    known.read(hex(ids.toReversed()), read)
    known.read(hex(ids.slice(0, 3)), read)
    expect(read).toEqual([...ids.toReversed(), ...ids.slice(0, 3)])
  })

  it('leaves out ids of no row', () => {
    const read: string[] = []
    new HexIds([{ id: alike(1) }]).read(hex([alike(2), alike(1), alike(0)]), read)
    expect(read).toEqual([alike(1)])
    new HexIds([]).read(hex([alike(1)]), read)
    expect(read).toEqual([alike(1)])
  })
})
