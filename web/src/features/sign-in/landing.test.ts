import { expect, it } from 'vitest'
import { landingOf } from './landing.ts'

it('goes back to where one came from, within this console only', () => {
  expect(landingOf('/groups/1?page=2')).toBe('/groups/1?page=2')
  expect(landingOf(undefined)).toBe('/groups')
  expect(landingOf('https://elsewhere.example')).toBe('/groups')
  expect(landingOf('//elsewhere.example')).toBe('/groups')
  expect(landingOf('/\\elsewhere.example')).toBe('/groups')
  expect(landingOf('/sign-in?to=/groups')).toBe('/groups')
})
