import { expect, it } from 'vitest'
import { avatarTint, givenName, initialsOf, restingHue } from './hue.ts'

it('gives an ID the same tint and hue always, within their palettes', () => {
  const ids = Array.from({ length: 200 }, (_, index) => `user-${index}`)
  const tints = new Set(ids.map(avatarTint))
  const hues = new Set(ids.map(restingHue))
  expect([...tints].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect([...hues].sort()).toEqual([1, 2, 3, 4, 5, 6])
  expect(avatarTint('user-7')).toBe(avatarTint('user-7'))
})

it('takes initials from the first and the last word', () => {
  expect(initialsOf('Ana Ferreira')).toBe('AF')
  expect(initialsOf('Ahmed El-Sayed')).toBe('AS')
  expect(initialsOf('dims')).toBe('DI')
  expect(initialsOf('k8s-ci-robot')).toBe('KR')
  expect(initialsOf('Łukasz')).toBe('ŁU')
  expect(initialsOf('  ')).toBe('?')
})

it('uses the given name, and the whole name where two share it', () => {
  expect(givenName('Tom Okafor', ['Bea Lind'])).toBe('Tom')
  expect(givenName('Tom Okafor', ['Tom Okafor', 'Tom Weber'])).toBe('Tom Okafor')
})
