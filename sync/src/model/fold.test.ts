import { describe, expect, it } from 'vitest'
import { fold, sortKey } from './fold.ts'

describe('fold', () => {
  it.each([
    ['Émile', 'emile'],
    ['ÅNGSTRÖM', 'angstrom'],
    ['Łukasz Groß', 'lukasz gross'],
    ['ﬁle', 'file'],
    ['日本', '日本'],
  ])('makes %s findable as %s', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })
})

describe('sortKey', () => {
  it('orders names as people do: without case and accents, numbers by value', () => {
    const names = ['team 10', 'Émile', 'Team 9', 'zoe', 'Eva', 'team 009a']
    const byKey = names.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
    expect(byKey).toEqual(['Émile', 'Eva', 'Team 9', 'team 009a', 'team 10', 'zoe'])
  })
})
