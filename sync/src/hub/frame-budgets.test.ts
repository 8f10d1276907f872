import { expect, it } from 'vitest'
import { FrameBudgets } from './frame-budgets.ts'

it('CN8 remembers nobody who may send everything again', () => {
  const budgets = new FrameBudgets({ burst: 10, perSecond: 10, bytes: 1_024 })
  for (let at = 0; at < 1_000; at++) budgets.take(`person ${at}`, 1, 0)
  budgets.sweep(50)
  expect(budgets.size).toBe(1_000)
  budgets.sweep(100)
  expect(budgets.size).toBe(0)
})

it('CN8 takes the largest frame from whoever has half of everything left', () => {
  const budgets = new FrameBudgets({ burst: 10, perSecond: 10, bytes: 1_024 })
  for (let at = 0; at < 5; at++) budgets.take('ana', 1, 0)
  expect(budgets.take('ana', 1_000_000, 0)).toBe(true)
  expect(budgets.take('ana', 1, 1_000)).toBe(false)
})

it('CN8 is not fooled by a clock that jumps back', () => {
  const budgets = new FrameBudgets({ burst: 10, perSecond: 10, bytes: 1_024 })
  for (let at = 0; at < 10; at++) expect(budgets.take('ana', 1, 1_000_000)).toBe(true)
  expect(budgets.take('ana', 1, 0)).toBe(false)
  expect(budgets.take('ana', 1, 500)).toBe(true)
})
