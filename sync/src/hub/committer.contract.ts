import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Change } from '../model/change.ts'
import type { OrganizationImage } from '../model/organization-image.ts'
import { isProblem } from '../protocol/problem.ts'
import { MemoryTables } from './memory/memory-tables.ts'
import type { CommitLog, Committer, StagingStore } from './ports.ts'
import {
  sampleChangeSet,
  sampleCommit,
  sampleDashboard,
  sampleGroup,
  sampleOrganization,
  sampleUser,
  sorted,
} from './sample-organization.contract.ts'

export interface CommitterFixture {
  committer: Committer
  /** A second node on the same database. */
  other: Committer
  log: CommitLog
  staging: StagingStore
  /** Stores the organization as it is, without commits. */
  seed(image: OrganizationImage): Promise<void>
}

/** What every committer promises. `make` is called for each test; the fixtures may share a database. */
export function committerContract(name: string, make: () => Promise<CommitterFixture>): void {
  describe(`committer: ${name}`, () => {
    let fixture: CommitterFixture
    let sample: ReturnType<typeof sampleOrganization>

    beforeEach(async () => {
      fixture = await make()
      sample = sampleOrganization()
      await fixture.seed(sample.image)
    })

    const loaded = async () => sorted(await fixture.log.load(sample.id))

    /** The rows that the changes should lead to, by the tables in memory. */
    function expected(...commits: Change[][]) {
      const tables = MemoryTables.of(sample.image)
      for (const change of commits.flat()) tables.apply(change)
      tables.version = commits.length
      return sorted(tables.image())
    }

    const commit = (expectedVersion: number, ...commits: Change[][]) =>
      fixture.committer.commit(
        sample.id,
        expectedVersion,
        commits.map((changes, index) => sampleCommit(sample.id, expectedVersion + 1 + index, changes)),
      )

    const rename = (from: string, to: string): Change => ({
      entity: 'group',
      op: 'update',
      id: sample.day.id,
      before: { name: from },
      after: { name: to },
    })

    it('writes a run of commits and moves the organization to its last version', async () => {
      const one: Change[] = [
        rename('Day shift', 'Days'),
        { entity: 'membership', op: 'add', groupId: sample.day.id, userIds: [sample.bo.id, sample.cy.id] },
      ]
      const two: Change[] = [
        { entity: 'membership', op: 'remove', groupId: sample.night.id, userIds: [sample.bo.id] },
        { entity: 'share', op: 'add', groupId: sample.day.id, dashboardIds: [sample.traffic.id] },
        { entity: 'share', op: 'remove', groupId: sample.night.id, dashboardIds: [sample.revenue.id] },
      ]
      expect(await commit(0, one, two)).toBe('committed')
      expect(await loaded()).toEqual(expected(one, two))
      expect((await fixture.log.read(sample.id, 0, 9)).map(({ changes }) => changes)).toEqual([one, two])
    })

    it('creates, changes and deletes rows of every entity', async () => {
      const user = sampleUser('Di Fu', {
        roles: ['analyst', 'viewer'],
        lastActiveAt: '2026-01-01T00:00:00.001Z',
      })
      const group = sampleGroup('Fresh', { createdBy: sample.ann.id })
      const dashboard = sampleDashboard('Costs', { ownerId: user.id })
      const changeSet = sampleChangeSet('Autumn')
      const create: Change[] = [
        { entity: 'user', op: 'create', id: user.id, after: user },
        { entity: 'group', op: 'create', id: group.id, after: group },
        { entity: 'dashboard', op: 'create', id: dashboard.id, after: dashboard },
        { entity: 'changeSet', op: 'create', id: changeSet.id, after: changeSet },
        { entity: 'membership', op: 'add', groupId: group.id, userIds: [user.id, sample.ann.id] },
        { entity: 'share', op: 'add', groupId: group.id, dashboardIds: [dashboard.id] },
      ]
      const closed = { closedAt: '2026-03-05T00:00:00.000Z', closedBy: user.id }
      const change: Change[] = [
        {
          entity: 'user',
          op: 'update',
          id: user.id,
          before: { roles: user.roles, permissions: [], lastActiveAt: user.lastActiveAt },
          after: { roles: ['manager'], permissions: ['manageGroups'], lastActiveAt: null },
        },
        {
          entity: 'group',
          op: 'update',
          id: group.id,
          before: { description: '' },
          after: { description: 'New' },
        },
        {
          entity: 'dashboard',
          op: 'update',
          id: dashboard.id,
          before: { ownerId: user.id, published: true },
          after: { ownerId: null, published: false },
        },
        {
          entity: 'changeSet',
          op: 'update',
          id: changeSet.id,
          before: { status: 'open', closedAt: null, closedBy: null },
          after: { status: 'saved', ...closed },
        },
        {
          entity: 'organization',
          op: 'update',
          id: sample.id,
          before: { name: 'Northwind' },
          after: { name: 'Southwind' },
        },
      ]
      const remove: Change[] = [
        { entity: 'dashboard', op: 'delete', id: dashboard.id, before: dashboard },
        { entity: 'user', op: 'delete', id: user.id, before: user },
        { entity: 'group', op: 'delete', id: group.id, before: group },
        { entity: 'changeSet', op: 'delete', id: changeSet.id, before: changeSet },
      ]
      expect(await commit(0, create)).toBe('committed')
      expect(await loaded()).toEqual(expected(create))
      expect(await commit(1, change)).toBe('committed')
      expect(await loaded()).toEqual(expected(create, change))
      expect(await commit(2, remove)).toBe('committed')
      expect(await loaded()).toEqual(expected(create, change, remove))
    })

    it('writes only the fields that an update carries', async () => {
      const description: Change = {
        entity: 'group',
        op: 'update',
        id: sample.day.id,
        before: { description: '' },
        after: { description: 'From 06:00' },
      }
      expect(await commit(0, [rename('Day shift', 'Days')])).toBe('committed')
      expect(await commit(1, [description])).toBe('committed')
      const image = await loaded()
      expect(image?.groups.find(({ id }) => id === sample.day.id)).toEqual({
        ...sample.day,
        name: 'Days',
        description: 'From 06:00',
      })
    })

    it('applies changes in their order, within a commit and across a run', async () => {
      const heir = sampleGroup('Night shift')
      const { night, day, cy } = sample
      const one: Change[] = [
        { entity: 'group', op: 'delete', id: night.id, before: night },
        { entity: 'group', op: 'create', id: heir.id, after: heir },
        { entity: 'membership', op: 'add', groupId: heir.id, userIds: [cy.id] },
        rename('Day shift', 'Days'),
        rename('Days', 'Daily'),
      ]
      const two: Change[] = [{ entity: 'membership', op: 'remove', groupId: heir.id, userIds: [cy.id] }]
      const three: Change[] = [
        { entity: 'membership', op: 'add', groupId: heir.id, userIds: [cy.id] },
        { entity: 'membership', op: 'add', groupId: day.id, userIds: [cy.id] },
      ]
      expect(await commit(0, one, two, three)).toBe('committed')
      expect(await loaded()).toEqual(expected(one, two, three))
    })

    it('takes memberships and shares along when their group is deleted', async () => {
      const { night } = sample
      expect(await commit(0, [{ entity: 'group', op: 'delete', id: night.id, before: night }])).toBe(
        'committed',
      )
      const image = await loaded()
      expect(image?.members).toEqual([])
      expect(image?.shares).toEqual([])
    })

    it('writes nothing when the organization is not at the expected version', async () => {
      expect(await commit(0, [rename('Day shift', 'Days')])).toBe('committed')
      const before = await loaded()
      expect(await commit(0, [rename('Day shift', 'Lost')])).toBe('stale')
      expect(await commit(5, [rename('Day shift', 'Lost')])).toBe('stale')
      expect(await loaded()).toEqual(before)
      expect(await fixture.log.read(sample.id, 0, 9)).toHaveLength(1)
    })

    it('writes nothing into a database of another epoch', async () => {
      const planned = sampleCommit(sample.id, 1, [rename('Day shift', 'Days')])
      const epoch = await fixture.log.epoch()
      expect(await fixture.committer.commit(sample.id, 0, [planned], { epoch: 'another' })).toBe('stale')
      expect(await fixture.log.read(sample.id, 0, 9)).toEqual([])
      expect(await fixture.committer.commit(sample.id, 0, [planned], { epoch })).toBe('committed')
    })

    it('answers stale for an organization that does not exist', async () => {
      const nobody = randomUUID()
      expect(await fixture.committer.commit(nobody, 0, [sampleCommit(nobody, 1, [])])).toBe('stale')
    })

    it('lets exactly one of several nodes write a version', async () => {
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, (_, index) => {
          const node = index % 2 ? fixture.committer : fixture.other
          return node.commit(sample.id, 0, [
            sampleCommit(sample.id, 1, [rename('Day shift', `Day ${index}`)]),
          ])
        }),
      )
      expect(outcomes.toSorted()).toEqual(['committed', ...Array(7).fill('stale')])
      expect(await fixture.log.read(sample.id, 0, 9)).toHaveLength(1)
    })

    it('writes a mutation only once, whatever version it comes with', async () => {
      const planned = sampleCommit(sample.id, 1, [rename('Day shift', 'Days')])
      expect(await fixture.committer.commit(sample.id, 0, [planned])).toBe('committed')
      const again = {
        ...planned,
        commit: { ...planned.commit, version: 2, changes: [rename('Days', 'Twice')] },
      }
      expect(await fixture.other.commit(sample.id, 1, [again])).toBe('stale')
      expect(await loaded()).toEqual(expected([rename('Day shift', 'Days')]))
    })

    it('finds the stored results of mutations', async () => {
      const first = sampleCommit(sample.id, 1, [rename('Day shift', 'A')], {
        result: { saved: 1, names: ['é', '"'] },
        actorId: sample.ann.id,
      })
      const second = { ...sampleCommit(sample.id, 2, [rename('A', 'B')]), result: undefined }
      await fixture.committer.commit(sample.id, 0, [first, second])
      const ids = [first.commit.mutationId, second.commit.mutationId, randomUUID()]
      const found = await fixture.other.find(sample.id, ids)
      expect(found.toSorted((a, b) => a.version - b.version)).toEqual([
        { mutationId: ids[0], actorId: sample.ann.id, version: 1, result: { saved: 1, names: ['é', '"'] } },
        { mutationId: ids[1], actorId: null, version: 2, result: null },
      ])
      expect(await fixture.committer.find(sample.id, [])).toEqual([])
      expect(await fixture.committer.find(randomUUID(), ids)).toEqual([])
    })

    it('refuses what the tables forbid, in words, and writes nothing of it', async () => {
      const { night, day, ann, bo, cy, revenue, draft } = sample
      const before = await loaded()
      const twin = sampleUser('Twin', { email: 'ANN.LEE@example.com' })
      const copied = sampleDashboard('Revenue')
      const refused: Change[][] = [
        [rename('Day shift', 'night SHIFT')],
        [{ entity: 'user', op: 'create', id: twin.id, after: twin }],
        [{ entity: 'user', op: 'create', id: ann.id, after: { ...ann, email: 'new@example.com' } }],
        [{ entity: 'dashboard', op: 'create', id: copied.id, after: copied }],
        [{ entity: 'changeSet', op: 'create', id: randomUUID(), after: { ...draft, id: randomUUID() } }],
        [{ entity: 'membership', op: 'add', groupId: night.id, userIds: [ann.id] }],
        [{ entity: 'membership', op: 'add', groupId: night.id, userIds: [randomUUID()] }],
        [{ entity: 'membership', op: 'add', groupId: randomUUID(), userIds: [ann.id] }],
        [{ entity: 'membership', op: 'remove', groupId: night.id, userIds: [bo.id, cy.id] }],
        [{ entity: 'share', op: 'remove', groupId: day.id, dashboardIds: [revenue.id] }],
        [{ entity: 'share', op: 'add', groupId: day.id, dashboardIds: [randomUUID()] }],
        [{ entity: 'group', op: 'update', id: randomUUID(), before: { name: 'x' }, after: { name: 'y' } }],
        [{ entity: 'group', op: 'delete', id: randomUUID(), before: day }],
        [{ entity: 'user', op: 'delete', id: ann.id, before: ann }],
      ]
      for (const changes of refused) {
        const harmless: Change = { entity: 'membership', op: 'add', groupId: day.id, userIds: [cy.id] }
        const outcome = await commit(0, [harmless, ...changes])
        expect(outcome, JSON.stringify(changes)).toMatchObject({ kind: 'conflict' })
        expect(typeof outcome === 'object' && outcome.title).toMatch(/^[A-Z].{8,}/)
      }
      expect(await loaded()).toEqual(before)
      expect(await fixture.log.read(sample.id, 0, 9)).toEqual([])
      expect(await commit(0, [rename('Day shift', 'Days')])).toBe('committed')
    })

    it('accepts no users of another organization', async () => {
      const other = sampleOrganization()
      await fixture.seed(other.image)
      const change: Change = {
        entity: 'membership',
        op: 'add',
        groupId: sample.day.id,
        userIds: [other.ann.id],
      }
      expect(await commit(0, [change])).toMatchObject({ kind: 'conflict' })
    })

    it('removes saved entries from the change set in the same transaction', async () => {
      const { id, named, ann } = sample
      await fixture.staging.append(id, named.id, Uint8Array.of(1, 2), ann.id)
      const unstage = { changeSetId: named.id, update: Uint8Array.of(0, 255, 3) }
      const stale = sampleCommit(id, 8, [rename('Day shift', 'Lost')], { unstage })
      expect(await fixture.committer.commit(id, 7, [stale])).toBe('stale')
      const closing: Change = {
        entity: 'changeSet',
        op: 'update',
        id: named.id,
        before: { status: 'open', closedAt: null },
        after: { status: 'saved', closedAt: '2026-03-05T00:00:00.000Z' },
      }
      const good = sampleCommit(id, 1, [rename('Day shift', 'Days'), closing], { unstage })
      expect(await fixture.committer.commit(id, 0, [good])).toBe('committed')
      expect(await fixture.staging.read(id, named.id, 0)).toEqual([
        { seq: 1, update: Uint8Array.of(1, 2) },
        { seq: 2, update: Uint8Array.of(0, 255, 3) },
      ])
    })

    it('ST22 does not close a change set in which something was stored since', async () => {
      const { id, named, ann } = sample
      await fixture.staging.append(id, named.id, Uint8Array.of(1, 2), ann.id)
      const closing = (version: number, after: number) => {
        const update = Uint8Array.of(0, 255, 3)
        const change: Change = {
          entity: 'changeSet',
          op: 'update',
          id: named.id,
          before: { status: 'open', closedAt: null },
          after: { status: 'saved', closedAt: '2026-03-05T00:00:00.000Z' },
        }
        return sampleCommit(id, version, [change], { unstage: { changeSetId: named.id, update, after } })
      }
      expect(await fixture.committer.commit(id, 0, [closing(1, 0)])).toBe('stale')
      const ahead = await fixture.committer.writeAhead(id, closing(1, 0))
      if (typeof ahead === 'string' || isProblem(ahead)) throw new Error('it could not be written ahead')
      expect(await ahead.finish(0, closing(1, 0))).toBe('stale')
      expect(await ahead.finish(0, closing(1, 1))).toBe('committed')
      expect(await fixture.staging.read(id, named.id, 1)).toHaveLength(1)
    })

    it('brings an organization into being with its first commit', async () => {
      const fresh = sampleOrganization()
      const { organization } = fresh.image
      const changes: Change[] = [
        { entity: 'organization', op: 'create', id: fresh.id, after: organization },
        { entity: 'user', op: 'create', id: fresh.ann.id, after: fresh.ann },
      ]
      expect(await fixture.committer.commit(fresh.id, 0, [sampleCommit(fresh.id, 1, changes)])).toBe(
        'committed',
      )
      expect(await fixture.log.load(fresh.id)).toMatchObject({ organization, version: 1, users: [fresh.ann] })
      expect(await fixture.other.commit(fresh.id, 0, [sampleCommit(fresh.id, 1, changes)])).toBe('stale')
    })

    describe('with many rows', () => {
      const users = Array.from({ length: 25_000 }, (_, index) => sampleUser(`User ${index}`))
      const create: Change[] = users.map((after) => ({ entity: 'user', op: 'create', id: after.id, after }))
      const join = (): Change => ({
        entity: 'membership',
        op: 'add',
        groupId: sample.day.id,
        userIds: users.map(({ id }) => id),
      })

      it('tells its progress up to the last row', async () => {
        const told: [done: number, total: number][] = []
        const planned = [sampleCommit(sample.id, 1, create), sampleCommit(sample.id, 2, [join()])]
        const onProgress = (done: number, total: number) => told.push([done, total])
        expect(await fixture.committer.commit(sample.id, 0, planned, { onProgress })).toBe('committed')
        expect(told.length).toBeGreaterThan(2)
        expect(told.at(-1)).toEqual([50_000, 50_000])
        expect(told.map(([done]) => done)).toEqual(told.map(([done]) => done).toSorted((a, b) => a - b))
        const members = (await fixture.log.load(sample.id))?.members.find(
          ({ groupId }) => groupId === sample.day.id,
        )
        expect(members?.userIds.toSorted()).toEqual(users.map(({ id }) => id).toSorted())
      })

      it('rolls all of it back when it is cancelled on the way', async () => {
        const before = await loaded()
        const stop = new AbortController()
        const planned = [sampleCommit(sample.id, 1, create), sampleCommit(sample.id, 2, [join()])]
        const onProgress = (done: number) => {
          if (done >= 20_000) stop.abort()
        }
        const options = { onProgress, signal: stop.signal }
        expect(await fixture.committer.commit(sample.id, 0, planned, options)).toBe('cancelled')
        expect(await loaded()).toEqual(before)
        expect(await fixture.committer.find(sample.id, [planned[0]?.commit.mutationId ?? ''])).toEqual([])
        expect(await commit(0, [rename('Day shift', 'Days')])).toBe('committed')
      })
    })

    it('does not begin what was cancelled before', async () => {
      const planned = sampleCommit(sample.id, 1, [rename('Day shift', 'Days')])
      const options = { signal: AbortSignal.abort() }
      expect(await fixture.committer.commit(sample.id, 0, [planned], options)).toBe('cancelled')
      expect(await fixture.log.read(sample.id, 0, 9)).toEqual([])
    })
  })
}
