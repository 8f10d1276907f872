import { expect, it } from 'vitest'
import { Receipts } from './receipts.ts'

it('ST17 an answer is the receipt for the question it answers, not for a later one', () => {
  const receipts = new Receipts()
  receipts.ask(1)
  receipts.ask(3)
  expect(receipts.answered()).toBe(1)
  expect(receipts.answered()).toBe(3)
  expect(receipts.answered()).toBeUndefined()
})

it('ST17 questions of a connection that is gone are never answered by the next one', () => {
  const receipts = new Receipts()
  receipts.ask(2)
  receipts.dropped()
  receipts.ask(5)
  expect(receipts.answered()).toBe(5)
})
