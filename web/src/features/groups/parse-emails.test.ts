import { expect, it } from 'vitest'
import { parseEmails } from './parse-emails.ts'

it('takes addresses apart at lines, commas, semicolons, tabs and spaces', () => {
  expect(parseEmails('a@x.org, b@x.org;c@x.org\td@x.org e@x.org\nf@x.org').emails).toEqual(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}@x.org`),
  )
})

it('reads what mail programs copy, and each address once', () => {
  expect(parseEmails('Ana Ferreira <Ana@X.org>, "Okafor, Tom" <tom@x.org>; ana@x.org').emails).toEqual([
    'ana@x.org',
    'tom@x.org',
  ])
})

it('keeps apart what is no address', () => {
  expect(parseEmails('ana@x.org hello @x')).toEqual({ emails: ['ana@x.org'], rest: ['hello', '@x'] })
})
