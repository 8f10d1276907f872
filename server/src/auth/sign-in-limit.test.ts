import { RateLimiterMemory } from 'rate-limiter-flexible'
import { afterEach, expect, it, vi } from 'vitest'
import { SignInLimit } from './sign-in-limit.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

it('keeps nothing in memory for the names that an address tries once it is refused', async () => {
  const limit = new SignInLimit({ address: 3 })
  for (const email of ['a@x.example', 'b@x.example', 'c@x.example'])
    expect(await limit.begin(email, '192.0.2.1')).toMatchObject({ allowed: true })
  const counted = vi.spyOn(RateLimiterMemory.prototype, 'consume')
  for (let index = 0; index < 50; index++)
    expect(await limit.begin(`made-up-${index}@x.example`, '192.0.2.1')).toMatchObject({
      allowed: false,
      retryAfter: expect.any(Number),
    })
  expect(counted).not.toHaveBeenCalled()
  expect(await limit.begin('a@x.example', '192.0.2.2')).toMatchObject({ allowed: true })
})
