import { expect, it } from 'vitest'
import { GatheredLookup } from './gathered-lookup.ts'

/** A lookup whose queries end when told. */
function lookup() {
  const queries: { keys: readonly string[]; end: PromiseWithResolvers<Map<string, string>> }[] = []
  const gathered = new GatheredLookup<string>((keys) => {
    const end = Promise.withResolvers<Map<string, string>>()
    queries.push({ keys, end })
    return end.promise
  })
  const answer = async (at: number) => {
    const query = queries[at]
    query?.end.resolve(new Map(query.keys.filter((key) => key !== 'none').map((key) => [key, `${key}!`])))
    await new Promise(setImmediate)
  }
  return { gathered, queries, answer, asked: () => queries.map(({ keys }) => keys) }
}

it('asks at once when alone, and what comes meanwhile together, each once', async () => {
  const { gathered, answer, asked } = lookup()
  const first = gathered.of('a')
  const later = ['b', 'none', 'b', 'a'].map((key) => gathered.of(key))
  expect(asked()).toEqual([['a']])
  await answer(0)
  expect(await first).toBe('a!')
  // Asked again: what was read before the question does not answer it.
  expect(asked()).toEqual([['a'], ['b', 'none', 'a']])
  await answer(1)
  expect(await Promise.all(later)).toEqual(['b!', undefined, 'b!', 'a!'])
})

it('rejects those who asked by a query that fails, and goes on with the next', async () => {
  const { gathered, queries, answer } = lookup()
  const first = gathered.of('a')
  const second = gathered.of('b')
  queries[0]?.end.reject(new Error('cut'))
  await expect(first).rejects.toThrow('cut')
  await new Promise(setImmediate)
  await answer(1)
  expect(await second).toBe('b!')
})
