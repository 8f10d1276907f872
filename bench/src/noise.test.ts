import { expect, it } from 'vitest'
import { MAX_OTHERS, takeQuietly } from './noise.ts'

const usage = (others: number) => ({ seconds: 1, cpu: {}, rss: {}, load: 0, others })

function tries(...others: number[]) {
  const left = [...others]
  return async () => {
    const noise = left.shift()
    if (noise === undefined) throw new Error('taken too often')
    return { value: noise, usage: usage(noise) }
  }
}

it('keeps a quiet point at once', async () => {
  expect(await takeQuietly(tries(MAX_OTHERS))).toMatchObject({ thrown: 0, noisy: false })
})

it('throws disturbed points away until one is quiet', async () => {
  expect(await takeQuietly(tries(0.5, 0.2, 0.05))).toMatchObject({ value: 0.05, thrown: 2, noisy: false })
})

it('keeps the least disturbed one, marked, when none was quiet', async () => {
  expect(await takeQuietly(tries(0.5, 0.2, 0.3), 3)).toMatchObject({ value: 0.2, thrown: 2, noisy: true })
})
