import { expect, it } from 'vitest'
import { Watch } from './watch.ts'

it('waits for the last console', async () => {
  const watch = new Watch(3, 10)
  const last = watch.whenLast(11, 1_000)
  watch.heard(0, 11, 1)
  watch.heard(1, 11, 5)
  expect(watch.lastAt(11)).toBeUndefined()
  watch.heard(2, 11, 3)
  expect(await last).toBe(3)
  expect(await watch.whenLast(11, 0)).toBe(3)
})

it('takes a mark for all below it, and none twice', () => {
  const watch = new Watch(2, 0)
  watch.heard(0, 3, 1)
  watch.heard(0, 3, 2)
  watch.heard(0, 2, 2)
  expect(watch.lastAt(1)).toBeUndefined()
  watch.heard(1, 2, 4)
  expect(watch.lastAt(1)).toBe(4)
  expect(watch.lastAt(2)).toBe(4)
  expect(watch.lastAt(3)).toBeUndefined()
  expect(watch.reached).toBe(2)
})

it('gives up with the number of those who have it', async () => {
  const watch = new Watch(2, 0)
  watch.heard(1, 1, 1)
  await expect(watch.whenLast(1, 5)).rejects.toThrow('1 of 2 consoles')
})
