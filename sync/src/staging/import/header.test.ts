import { describe, expect, it } from 'vitest'
import { announcedInstead } from './header.ts'

describe('a file of another kind', () => {
  it('is known by its first row', () => {
    expect(announcedInstead('groups', ['email', 'group'])).toBe('memberships')
    expect(announcedInstead('memberships', ['email', 'name', 'role'])).toBe('users')
    expect(announcedInstead('users', ['name', 'description'])).toBe('groups')
  })

  it('is not seen in a file of the right kind, nor in rows without a header', () => {
    expect(announcedInstead('groups', ['name', 'description'])).toBeUndefined()
    expect(announcedInstead('users', ['E-mail', 'Name', 'Role'])).toBeUndefined()
    expect(announcedInstead('memberships', ['user group', 'e-mail'])).toBeUndefined()
    expect(announcedInstead('groups', ['ops', 'Keeps it running'])).toBeUndefined()
    expect(announcedInstead('groups', ['email'])).toBeUndefined()
    expect(announcedInstead('users', ['bea@kube.example', 'group', 'viewer'])).toBeUndefined()
    expect(announcedInstead('users', undefined)).toBeUndefined()
  })
})
