import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Hint, Wakeup } from './ports.ts'

export interface WakeupFixture {
  /** Two nodes on the same medium, both ready to hear. */
  nodes: [Wakeup, Wakeup]
  stop(): Promise<void>
}

/** What every wakeup promises while nothing fails. `make` is called for each test. */
export function wakeupContract(name: string, make: () => Promise<WakeupFixture>): void {
  describe(`wakeup: ${name}`, () => {
    let fixture: WakeupFixture

    beforeEach(async () => {
      fixture = await make()
    })
    afterEach(() => fixture.stop())

    /** Hints about `organizationId` that arrive at `wakeup` from now on. */
    function heardBy(wakeup: Wakeup, organizationId: string): Hint[] {
      const heard: Hint[] = []
      wakeup.subscribe((hint) => {
        if (hint.of !== 'session-ended' && hint.organizationId === organizationId) heard.push(hint)
      })
      return heard
    }

    it('brings hints to the other node, unchanged', async () => {
      const [here, there] = fixture.nodes
      const organizationId = randomUUID()
      const heard = heardBy(there, organizationId)
      const version: Hint = { of: 'version', organizationId, version: 7 }
      const staging: Hint = { of: 'staging', organizationId, changeSetId: randomUUID() }
      await here.publish(version)
      await here.publish(staging)
      await vi.waitFor(() => expect(heard).toEqual([version, staging]), 5_000)
    })

    it('brings the latest of many versions', async () => {
      const [here, there] = fixture.nodes
      const organizationId = randomUUID()
      const heard = heardBy(there, organizationId)
      await Promise.all(
        Array.from({ length: 200 }, (_, index) =>
          here.publish({ of: 'version', organizationId, version: index + 1 }),
        ),
      )
      await vi.waitFor(
        () => expect(heard.at(-1)).toEqual({ of: 'version', organizationId, version: 200 }),
        5_000,
      )
    })

    it('brings every ended session, however many there are', async () => {
      const [here, there] = fixture.nodes
      const sessionIds = Array.from({ length: 500 }, () => (randomUUID() + randomUUID()).replaceAll('-', ''))
      const heard = new Set<string>()
      there.subscribe((hint) => {
        if (hint.of === 'session-ended') for (const id of hint.sessionIds) heard.add(id)
      })
      await here.publish({ of: 'session-ended', sessionIds })
      await vi.waitFor(() => expect(sessionIds.every((id) => heard.has(id))).toBe(true), 5_000)
    })

    it('tells every listener until it leaves', async () => {
      const [here, there] = fixture.nodes
      const organizationId = randomUUID()
      const stays = heardBy(there, organizationId)
      const left: Hint[] = []
      const leave = there.subscribe((hint) => left.push(hint))
      leave()
      await here.publish({ of: 'version', organizationId, version: 1 })
      await vi.waitFor(() => expect(stays).toHaveLength(1), 5_000)
      expect(left).toEqual([])
    })
  })
}
