import { describe, expect, it } from 'vitest'
import { keyName, matching, type Shortcut, shownKey } from './keys.ts'

const press = (
  key: string,
  held: Partial<Record<'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey', boolean>> = {},
) => ({
  key,
  metaKey: false,
  ctrlKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

const shortcut = (keys: string, more: Partial<Shortcut> = {}): Shortcut => ({
  keys,
  does: keys,
  run: () => undefined,
  ...more,
})

describe('keyName', () => {
  it('calls the command key Mod where it belongs', () => {
    expect(keyName(press('k', { metaKey: true }), true)).toBe('Mod+k')
    expect(keyName(press('k', { ctrlKey: true }), false)).toBe('Mod+k')
    expect(keyName(press('k', { ctrlKey: true }), true)).toBe('k')
  })

  it('tells Shift with letters and named keys, not with signs that need it', () => {
    expect(keyName(press('X', { shiftKey: true }), false)).toBe('Shift+x')
    expect(keyName(press('?', { shiftKey: true }), false)).toBe('?')
    expect(keyName(press('ArrowDown', { shiftKey: true }), false)).toBe('Shift+ArrowDown')
    expect(keyName(press(' '), false)).toBe('Space')
  })
})

describe('matching', () => {
  it('gives the last registered first, so that a dialog shadows its page', () => {
    const page = shortcut('a')
    const dialog = shortcut('a')
    expect(matching([page, dialog], 'a', undefined).hits).toEqual([dialog, page])
  })

  it('leaves out what is not in force', () => {
    expect(matching([shortcut('a', { when: () => false })], 'a', undefined).hits).toEqual([])
  })

  it('knows the beginning of a sequence and prefers its end to the single key', () => {
    const goUsers = shortcut('g u')
    const undo = shortcut('u')
    expect(matching([goUsers, undo], 'g', undefined)).toEqual({ hits: [], begins: true })
    expect(matching([goUsers, undo], 'u', 'g').hits).toEqual([goUsers])
    expect(matching([goUsers, undo], 'u', undefined).hits).toEqual([undo])
  })
})

describe('shownKey', () => {
  it('draws keys as people know them', () => {
    expect(shownKey('Mod+Enter', true)).toBe('⌘↵')
    expect(shownKey('Mod+k', false)).toBe('Ctrl K')
    expect(shownKey('Shift+x', false)).toBe('⇧X')
    expect(shownKey('/', false)).toBe('/')
  })
})
