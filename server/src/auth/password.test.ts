import { verify } from '@node-rs/argon2'
import { expect, it, vi } from 'vitest'
import { hashPassword, verifyPassword } from './password.ts'

vi.mock('@node-rs/argon2', { spy: true })

const parametersOf = (hash: unknown) => /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/.exec(String(hash))?.[0]

it('takes the right password, however its letters are composed, and no other', async () => {
  const stored = await hashPassword('Z\u00fcrich am See')
  expect(parametersOf(stored)).toBeDefined()
  expect(await verifyPassword(stored, 'Zu\u0308rich am See')).toBe(true)
  expect(await verifyPassword(stored, 'Zurich am See')).toBe(false)
})

it('does the same work without a stored hash, so that nobody learns from the time whether an account exists', async () => {
  const stored = await hashPassword('a password of some length')
  await verifyPassword(null, 'warm-up')
  vi.mocked(verify).mockClear()
  expect(await verifyPassword(stored, 'wrong')).toBe(false)
  for (const none of [null, undefined]) expect(await verifyPassword(none, 'wrong')).toBe(false)
  const work = vi.mocked(verify).mock.calls.map(([hash]) => parametersOf(hash))
  expect(work).toEqual(Array(3).fill(parametersOf(stored)))
})

it('lets nobody in by the password behind the stand-in', async () => {
  expect(await verifyPassword(null, 'no account has this password')).toBe(false)
})
