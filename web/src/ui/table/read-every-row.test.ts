import { expect, it } from 'vitest'
import { readEveryRow } from './read-every-row.ts'

const rows = Array.from({ length: 450 }, (_, index) => ({ id: `row-${index}` }))
const pages = (page: number, size: number) =>
  Promise.resolve({ rows: rows.slice(page * size, (page + 1) * size), total: rows.length })

it('reads page after page until all rows are here', async () => {
  expect(await readEveryRow(pages)).toEqual(rows)
})

it('stops at the most that can be selected', async () => {
  expect(await readEveryRow(pages, 300)).toEqual(rows.slice(0, 300))
})

it('has a row once that moved to the next page meanwhile', async () => {
  const moved = async (page: number, size: number) => {
    const found = await pages(page, size)
    return page === 1 ? { ...found, rows: [{ id: 'row-199' }, ...found.rows.slice(0, -1)] } : found
  }
  const found = await readEveryRow(moved)
  expect(new Set(found?.map((row) => row.id)).size).toBe(found?.length)
})

it('answers nothing rather than a part when a page does not come', async () => {
  expect(
    await readEveryRow((page, size) => (page === 0 ? pages(page, size) : Promise.resolve(undefined))),
  ).toBe(undefined)
})
