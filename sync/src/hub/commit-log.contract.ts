import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { OrganizationImage } from '../model/organization-image.ts'
import { OtherHistory } from './other-history.ts'
import type { CommitLog, Committer } from './ports.ts'
import { sampleCommit, sampleGroup, sampleOrganization, sorted } from './sample-organization.contract.ts'

export interface CommitLogFixture {
  log: CommitLog
  committer: Committer
  /** Stores the organization as it is, without commits. */
  seed(image: OrganizationImage): Promise<void>
}

/** What every commit log promises. `make` is called for each test; the fixtures may share a database. */
export function commitLogContract(name: string, make: () => Promise<CommitLogFixture>): void {
  describe(`commit log: ${name}`, () => {
    let fixture: CommitLogFixture
    let sample: ReturnType<typeof sampleOrganization>

    beforeEach(async () => {
      fixture = await make()
      sample = sampleOrganization()
      await fixture.seed(sample.image)
    })

    /** Renames the Day shift in commits 1 … count. */
    async function commits(count: number) {
      const batch = Array.from({ length: count }, (_, index) =>
        sampleCommit(
          sample.id,
          index + 1,
          [
            {
              entity: 'group',
              op: 'update',
              id: sample.day.id,
              before: { name: index === 0 ? 'Day shift' : `Day ${index}` },
              after: { name: `Day ${index + 1}` },
            },
          ],
          { actorId: sample.ann.id, changeSetId: index === 1 ? sample.named.id : null },
        ),
      )
      expect(await fixture.committer.commit(sample.id, 0, batch)).toBe('committed')
      return batch.map(({ commit }) => commit)
    }

    it('loads every saved row of an organization at its version', async () => {
      expect(sorted(await fixture.log.load(sample.id))).toEqual(sorted(sample.image))
      await commits(3)
      const image = await fixture.log.load(sample.id)
      expect(image?.version).toBe(3)
      expect(image?.groups.find(({ id }) => id === sample.day.id)?.name).toBe('Day 3')
    })

    it('knows nothing of an organization that does not exist', async () => {
      const nobody = randomUUID()
      expect(await fixture.log.load(nobody)).toBeUndefined()
      expect(await fixture.log.read(nobody, 0, 10)).toEqual([])
      expect(await fixture.log.tail(nobody, 10)).toEqual([])
    })

    it('loads an organization without any rows', async () => {
      const empty = { ...sampleOrganization().image, users: [], groups: [], dashboards: [], changeSets: [] }
      const image = { ...empty, members: [], shares: [] }
      await fixture.seed(image)
      expect(await fixture.log.load(image.organization.id)).toEqual(image)
    })

    it('reads commits after a version, ascending, at most as many as asked', async () => {
      const written = await commits(5)
      expect(await fixture.log.read(sample.id, 0, 100)).toEqual(written)
      expect(await fixture.log.read(sample.id, 2, 2)).toEqual(written.slice(2, 4))
      expect(await fixture.log.read(sample.id, 5, 10)).toEqual([])
    })

    it('answers the last commits, ascending', async () => {
      const written = await commits(5)
      expect(await fixture.log.tail(sample.id, 2)).toEqual(written.slice(-2))
      expect(await fixture.log.tail(sample.id, 50)).toEqual(written)
      expect(await fixture.log.tail(sample.id, 0)).toEqual([])
    })

    it('keeps organizations apart', async () => {
      await commits(2)
      const other = sampleOrganization()
      await fixture.seed(other.image)
      expect(await fixture.log.read(other.id, 0, 10)).toEqual([])
      expect(sorted(await fixture.log.load(other.id))).toEqual(sorted(other.image))
    })

    it('keeps its epoch', async () => {
      const epoch = await fixture.log.epoch()
      expect(epoch.length).toBeGreaterThan(0)
      await commits(1)
      expect(await fixture.log.epoch()).toBe(epoch)
    })

    it('refuses to be read on by who knows another epoch, or versions that it does not have', async () => {
      const epoch = await fixture.log.epoch()
      const written = await commits(3)
      expect(await fixture.log.read(sample.id, 2, 10, epoch)).toEqual(written.slice(2))
      expect(await fixture.log.read(sample.id, 3, 10, epoch)).toEqual([])
      await expect(fixture.log.read(sample.id, 2, 10, 'another')).rejects.toMatchObject({ isAnnounced: true })
      await expect(fixture.log.read(sample.id, 3, 10, 'another')).rejects.toThrow(OtherHistory)
      await expect(fixture.log.read(sample.id, 4, 10, epoch)).rejects.toMatchObject({ isAnnounced: false })
    })

    it('gets a new epoch once, however many nodes ask for it', async () => {
      const former = await fixture.log.epoch()
      const answers = await Promise.all([fixture.log.renew(former), fixture.log.renew(former)])
      const epoch = await fixture.log.epoch()
      expect(answers).toEqual([epoch, epoch])
      expect(epoch).not.toBe(former)
      expect(await fixture.log.renew(former)).toBe(epoch)
    })

    it('shares no object with its callers', async () => {
      const group = sampleGroup('Fresh')
      const planned = sampleCommit(sample.id, 1, [
        { entity: 'group', op: 'create', id: group.id, after: group },
      ])
      await fixture.committer.commit(sample.id, 0, [planned])
      group.name = 'Spoiled'
      planned.commit.changes.length = 0
      const image = await fixture.log.load(sample.id)
      const loaded = image?.groups.find(({ id }) => id === group.id)
      expect(loaded?.name).toBe('Fresh')
      if (loaded) loaded.name = 'Spoiled'
      const again = await fixture.log.load(sample.id)
      expect(again?.groups.find(({ id }) => id === group.id)?.name).toBe('Fresh')
      expect((await fixture.log.read(sample.id, 0, 1))[0]?.changes).toHaveLength(1)
    })
  })
}
