import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Peer } from '../protocol/presence.ts'
import { HINT_BYTES, type Hint, type Wakeup } from './ports.ts'

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

    it('PS5 brings presence in the order told, none of it replaced, up to the largest size', async () => {
      const [here, there] = fixture.nodes
      const organizationId = randomUUID()
      const heard = heardBy(there, organizationId)
      const node = randomUUID()
      const gone = Array.from({ length: 189 }, () => randomUUID())
      const peers = (rev: number): Hint => {
        const put = [{ peer: peerNamed('Zoë "Z" \\ 🦉'), tab: 'tab' }]
        return { of: 'peers', organizationId, node, rev, starts: rev === 1, ends: false, put, gone }
      }
      const hints: Hint[] = [
        ...Array.from({ length: 20 }, (_, index) => peers(index + 1)),
        { of: 'peers-alive', organizationId, node, rev: 20 },
        { of: 'peers-wanted', organizationId, node, from: null },
        { of: 'awareness-wanted', organizationId, node, changeSetId: randomUUID() },
        awareness(organizationId, node),
      ]
      const bytes = Buffer.byteLength(JSON.stringify(hints[0]))
      expect(bytes).toBeGreaterThan(HINT_BYTES - 300)
      expect(bytes).toBeLessThanOrEqual(HINT_BYTES)
      await Promise.all(hints.map((hint) => here.publish(hint)))
      await vi.waitFor(() => expect(heard).toEqual(hints), 5_000)
    })

    it('CM9 brings the latest progress of a commit', async () => {
      const [here, there] = fixture.nodes
      const organizationId = randomUUID()
      const heard = heardBy(there, organizationId)
      const told = [0, 50, 100].map((done) => progress(organizationId, done))
      await Promise.all(told.map((hint) => here.publish(hint)))
      await vi.waitFor(() => expect(heard.at(-1)).toEqual(told[2]), 5_000)
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

const since = '2026-03-02T09:00:00.000Z'

function peerNamed(name: string): Peer {
  const place = { page: '/groups', row: null, doing: 'editing' as const, idle: false }
  return { connectionId: randomUUID(), userId: randomUUID(), name, hue: 3, place, since }
}

function awareness(organizationId: string, node: string): Hint {
  const clients = [
    { client: 4_294_967_295, clock: 7, user: { id: randomUUID(), name: 'Ann', hue: 1 } },
    { client: 1, clock: 2, user: null },
  ]
  return { of: 'awareness', organizationId, node, changeSetId: randomUUID(), clients }
}

const mutationId = randomUUID()

function progress(organizationId: string, done: number): Hint {
  const facts = { mutation: 'changeSet.commit', label: 'Saving', actorId: null, changeSetId: null }
  const ended = done === 100
  return {
    of: 'progress',
    organizationId,
    node: 'here',
    progress: { type: 'progress', mutationId, ...facts, startedAt: since, done, total: 100, ended },
  }
}
