import { beforeEach, describe, expect, it } from 'vitest'
import type { Change } from '../model/change.ts'
import { isProblem } from '../protocol/problem.ts'
import type { CommitterFixture } from './committer.contract.ts'
import { MemoryTables } from './memory/memory-tables.ts'
import type { CommitAhead, CommitOptions, PlannedCommit } from './ports.ts'
import {
  sampleCommit,
  sampleGroup,
  sampleOrganization,
  sampleUser,
  sorted,
} from './sample-organization.contract.ts'

/** What every committer promises of commits that are written ahead of their turn. */
export function commitAheadContract(name: string, make: () => Promise<CommitterFixture>): void {
  describe(`commit ahead: ${name}`, () => {
    let fixture: CommitterFixture
    let sample: ReturnType<typeof sampleOrganization>

    beforeEach(async () => {
      fixture = await make()
      sample = sampleOrganization()
      await fixture.seed(sample.image)
    })

    const loaded = async () => sorted(await fixture.log.load(sample.id))

    /** The rows that the changes should lead to, by the tables in memory. */
    function expected(version: number, ...changes: Change[]) {
      const tables = MemoryTables.of(sample.image)
      for (const change of changes) tables.apply(change)
      tables.version = version
      return sorted(tables.image())
    }

    async function ahead(planned: PlannedCommit, options?: CommitOptions): Promise<CommitAhead> {
      const written = await fixture.committer.writeAhead(sample.id, planned, options)
      if (typeof written === 'string' || isProblem(written)) throw new Error(JSON.stringify(written))
      return written
    }

    /** The same plan as the commit of another version. */
    const numbered = ({ commit, ...rest }: PlannedCommit, version: number): PlannedCommit => ({
      ...rest,
      commit: { ...commit, version },
    })

    const joinDay = (): Change => ({
      entity: 'membership',
      op: 'add',
      groupId: sample.day.id,
      userIds: [sample.cy.id, sample.bo.id],
    })
    const rename = (): Change => ({
      entity: 'group',
      op: 'update',
      id: sample.night.id,
      before: { name: 'Night shift' },
      after: { name: 'Nights' },
    })

    it('writes what a commit writes: rows of all kinds, log, result and the document', async () => {
      const { id, named, night, day, ann, bo, revenue, traffic } = sample
      await fixture.staging.append(id, named.id, Uint8Array.of(1, 2), ann.id)
      const user = sampleUser('Di Fu')
      const group = sampleGroup('Fresh')
      const changes: Change[] = [
        { entity: 'user', op: 'create', id: user.id, after: user },
        { entity: 'group', op: 'create', id: group.id, after: group },
        { entity: 'membership', op: 'remove', groupId: night.id, userIds: [bo.id] },
        { entity: 'membership', op: 'add', groupId: group.id, userIds: [user.id, ann.id] },
        joinDay(),
        { entity: 'share', op: 'remove', groupId: night.id, dashboardIds: [revenue.id] },
        { entity: 'share', op: 'add', groupId: day.id, dashboardIds: [traffic.id, revenue.id] },
        {
          entity: 'changeSet',
          op: 'update',
          id: named.id,
          before: { status: 'open', closedAt: null },
          after: { status: 'saved', closedAt: '2026-03-05T00:00:00.000Z' },
        },
      ]
      const unstage = { changeSetId: named.id, update: Uint8Array.of(0, 255, 3) }
      const planned = sampleCommit(id, 1, changes, { unstage, actorId: ann.id, changeSetId: named.id })
      const written = await ahead(planned)
      expect(await loaded()).toEqual(sorted(sample.image))
      expect(await fixture.log.read(id, 0, 9)).toEqual([])
      expect(await written.finish(0, planned)).toBe('committed')
      expect(await loaded()).toEqual(expected(1, ...changes))
      expect(await fixture.log.read(id, 0, 9)).toEqual([planned.commit])
      expect(await fixture.other.find(id, [planned.commit.mutationId])).toEqual([
        { mutationId: planned.commit.mutationId, actorId: ann.id, version: 1, result: planned.result },
      ])
      expect((await fixture.staging.read(id, named.id, 0)).map(({ update }) => update)).toEqual([
        Uint8Array.of(1, 2),
        Uint8Array.of(0, 255, 3),
      ])
    })

    it('CM16 lets others commit until it is finished, and then comes after them', async () => {
      const planned = sampleCommit(sample.id, 1, [joinDay()])
      const written = await ahead(planned)
      const first = sampleCommit(sample.id, 1, [rename()])
      expect(await fixture.other.commit(sample.id, 0, [first])).toBe('committed')
      expect(await written.finish(0, planned)).toBe('stale')
      const late = numbered(planned, 2)
      expect(await written.finish(1, late)).toBe('committed')
      expect(await loaded()).toEqual(expected(2, rename(), joinDay()))
      expect((await fixture.log.read(sample.id, 0, 9)).map(({ version }) => version)).toEqual([1, 2])
    })

    it('leaves nothing behind when it is dropped, and hinders nobody after', async () => {
      const planned = sampleCommit(sample.id, 1, [joinDay()])
      const written = await ahead(planned)
      await written.drop()
      await written.drop()
      expect(await loaded()).toEqual(sorted(sample.image))
      expect(await fixture.other.commit(sample.id, 0, [planned])).toBe('committed')
      expect(await loaded()).toEqual(expected(1, joinDay()))
    })

    it('CM1 is durable whole or not at all when it is dropped while it is being finished', async () => {
      const planned = sampleCommit(sample.id, 1, [joinDay()])
      const written = await ahead(planned)
      const [outcome] = await Promise.all([written.finish(0, planned), written.drop()])
      const isDurable = outcome === 'committed'
      if (!isDurable) expect(outcome).toBe('cancelled')
      expect(await loaded()).toEqual(isDurable ? expected(1, joinDay()) : sorted(sample.image))
      expect(await fixture.log.read(sample.id, 0, 9)).toEqual(isDurable ? [planned.commit] : [])
      expect(await fixture.other.find(sample.id, [planned.commit.mutationId])).toHaveLength(isDurable ? 1 : 0)
    })

    it('CM1 writes nothing when it is finished after it was dropped', async () => {
      const planned = sampleCommit(sample.id, 1, [joinDay()])
      const written = await ahead(planned)
      const dropping = written.drop()
      expect(await written.finish(0, planned)).toBe('cancelled')
      await dropping
      expect(await loaded()).toEqual(sorted(sample.image))
      expect(await fixture.log.read(sample.id, 0, 9)).toEqual([])
    })

    it('stops when it is cancelled on the way', async () => {
      const users = Array.from({ length: 25_000 }, (_, index) => sampleUser(`User ${index}`))
      const create: Change[] = users.map((after) => ({ entity: 'user', op: 'create', id: after.id, after }))
      expect(await fixture.committer.commit(sample.id, 0, [sampleCommit(sample.id, 1, create)])).toBe(
        'committed',
      )
      const userIds = users.map(({ id }) => id)
      const join: Change = { entity: 'membership', op: 'add', groupId: sample.day.id, userIds }
      const planned = sampleCommit(sample.id, 2, [join])
      const stop = new AbortController()
      const onProgress = (done: number) => {
        if (done >= 10_000) stop.abort()
      }
      const options = { onProgress, signal: stop.signal }
      expect(await fixture.committer.writeAhead(sample.id, planned, options)).toBe('cancelled')
      expect((await loaded())?.members).toEqual(sorted(sample.image)?.members)
      const told: number[] = []
      const written = await ahead(planned, { onProgress: (done) => told.push(done) })
      expect(told.at(-1)).toBe(25_000)
      expect(await written.finish(1, planned)).toBe('committed')
      const members = (await fixture.log.load(sample.id))?.members.find(
        ({ groupId }) => groupId === sample.day.id,
      )
      expect(members?.userIds.toSorted()).toEqual(userIds.toSorted())
    })

    it('applies a mutation only once, whoever wrote it first', async () => {
      const planned = sampleCommit(sample.id, 1, [joinDay()])
      expect(await fixture.other.commit(sample.id, 0, [planned])).toBe('committed')
      const again = numbered({ ...planned, commit: { ...planned.commit, changes: [rename()] } }, 2)
      const written = await fixture.committer.writeAhead(sample.id, again)
      const outcome =
        typeof written === 'object' && 'finish' in written ? await written.finish(1, again) : written
      expect(outcome).toBe('stale')
      expect(await loaded()).toEqual(expected(1, joinDay()))
    })

    it('writes nothing of what the tables forbid', async () => {
      const { night, ann } = sample
      const twice: Change = { entity: 'membership', op: 'add', groupId: night.id, userIds: [ann.id] }
      const nobody: Change = { ...twice, userIds: [sampleUser('Nobody').id] }
      for (const change of [twice, nobody]) {
        const planned = sampleCommit(sample.id, 1, [joinDay(), change])
        const written = await fixture.committer.writeAhead(sample.id, planned)
        const outcome =
          typeof written === 'object' && 'finish' in written ? await written.finish(0, planned) : written
        expect(outcome).toMatchObject({ kind: 'conflict' })
      }
      expect(await loaded()).toEqual(sorted(sample.image))
      expect(await fixture.other.commit(sample.id, 0, [sampleCommit(sample.id, 1, [rename()])])).toBe(
        'committed',
      )
    })

    it('writes nothing into a database of another epoch', async () => {
      const planned = sampleCommit(sample.id, 1, [joinDay()])
      const written = await ahead(planned, { epoch: 'another' })
      expect(await written.finish(0, planned)).toBe('stale')
      await written.drop()
      expect(await loaded()).toEqual(sorted(sample.image))
    })
  })
}
