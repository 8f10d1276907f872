import { expect, it } from 'vitest'
import { ImportLimit } from './import-limit.ts'

it('has two places for a user and four for everybody', () => {
  const limit = new ImportLimit()
  const places = ['ana', 'ana', 'ana', 'tom', 'tom', 'bea'].map((user) => limit.begin(user))
  expect(places.map((place) => (typeof place === 'string' ? place : 'in'))).toEqual([
    'in',
    'in',
    'user',
    'in',
    'in',
    'node',
  ])
})

it('gives a place to the next one, once, when an import is over', () => {
  const limit = new ImportLimit({ user: 1, node: 1 })
  const place = limit.begin('ana')
  if (typeof place === 'string') throw new Error(place)
  expect(limit.begin('ana')).toBe('user')
  expect(limit.begin('tom')).toBe('node')
  place()
  place()
  expect(limit.begin('tom')).toBeTypeOf('function')
  expect(limit.begin('ana')).toBe('node')
})
