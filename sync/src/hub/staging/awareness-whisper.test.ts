import { expect, it } from 'vitest'
import { FakeClock } from '../../simulation/fake-clock.ts'
import { Random } from '../../simulation/random.ts'
import type { AwareClient } from '../ports.ts'
import { AwarenessWhisper } from './awareness-whisper.ts'

it('ST16 keeps a bounded number of words for other nodes, the latest ones', async () => {
  const clock = new FakeClock(new Random(1))
  const told: AwareClient[] = []
  const publish = (clients: AwareClient[]) => told.push(...clients)
  const whisper = new AwarenessWhisper({ world: clock, whisperMs: 250, whisperHints: 4, publish })
  for (let client = 0; client < 100_000; client++) whisper.tell([{ client, clock: 1, user: null }])
  await clock.run(600_000)
  expect(told.length).toBeLessThanOrEqual(2_000)
  expect(told.at(-1)?.client).toBe(99_999)
})
