import { describe, expect, it } from 'vitest'
import type { ImpactRow } from '../../store/view-rows.ts'
import { impactLines, lineCounts, lineDetail, lineTitle } from '../../ui/impact/impact-lines.ts'
import { outcomeLine, stagedTime } from './entry-words.ts'

const named = (...names: string[]) => names.map((name) => ({ id: name, name }))
const row = (id: string, name: string, more: Partial<ImpactRow> = {}): ImpactRow => ({
  id,
  name,
  detail: '',
  gainCount: 0,
  loseCount: 0,
  keepCount: 0,
  gains: [],
  loses: [],
  keepsThrough: [],
  ...more,
})

describe('the lines of an impact', () => {
  const gains = { gainCount: 5, gains: named('A', 'B', 'C', 'D', 'E') }

  it('gather people to whom the same happens', () => {
    const lines = impactLines([
      row('1', 'Lena Fischer', gains),
      row('2', 'Mateo Rossi', gains),
      row('3', 'Alina Petrova', { loseCount: 1, loses: named('A') }),
    ])
    expect(lines.map((line) => lineTitle(line, 'people'))).toEqual(['Lena and Mateo', 'Alina Petrova'])
    expect(lines.map(lineCounts)).toEqual([
      { gain: '+5 each', lose: '' },
      { gain: '', lose: '−1' },
    ])
    expect(lines[0] && lineDetail(lines[0], 'people')).toBe('A, B and 3 more')
  })

  it('say what is kept, and through what', () => {
    const [line] = impactLines([
      row('3', 'Alina', {
        loseCount: 2,
        loses: named('A', 'B'),
        keepCount: 9,
        keepsThrough: ['Marketing EMEA'],
      }),
    ])
    expect(line && lineDetail(line, 'people')).toBe('A and B. Keeps 9 through Marketing EMEA.')
    expect(line && lineDetail(line, 'dashboards')).toBe('A and B. 9 people keep it through Marketing EMEA.')
  })

  it('name a crowd by its number', () => {
    const crowd = Array.from({ length: 41 }, (_, index) => row(String(index), `P ${index}`, gains))
    const [line] = impactLines(crowd)
    expect(line && lineTitle(line, 'people')).toBe('41 people')
  })
})

describe('words of entries', () => {
  it('say what will happen to each kind', () => {
    expect(outcomeLine({ ready: 9, noop: 1, conflicts: 1 }, 'the draft')).toBe(
      '9 changes ready. 1 no-op is dropped and 1 conflict stays in the draft.',
    )
    expect(outcomeLine({ ready: 1, noop: 0, conflicts: 2 }, 'the change set')).toBe(
      '1 change ready. 2 conflicts stay in the change set.',
    )
    expect(outcomeLine({ ready: 2, noop: 0, conflicts: 0 }, 'the draft')).toBe('2 changes ready.')
  })

  it('say when in a few letters', () => {
    const now = Date.parse('2026-03-04T12:00:00Z')
    expect(stagedTime('2026-03-04T11:58:00Z', now, 'UTC')).toBe('11:58')
    expect(stagedTime('2026-03-04T02:00:00Z', now, 'UTC')).toBe('02:00')
    expect(stagedTime('2026-03-03T11:58:00Z', now, 'UTC')).toBe('Yesterday')
    expect(stagedTime('2026-02-03T11:58:00Z', now, 'UTC')).toBe('3 Feb')
  })
})
