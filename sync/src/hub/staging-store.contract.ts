import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { OrganizationImage } from '../model/organization-image.ts'
import type { BatchRow } from '../staging/staged-change.ts'
import { OtherHistory } from './other-history.ts'
import { ChangeSetNotOpen, type StagingStore } from './ports.ts'
import { sampleChangeSet, sampleOrganization } from './sample-organization.contract.ts'

export interface StagingStoreFixture {
  staging: StagingStore
  /** A second node on the same database. */
  other: StagingStore
  epoch(): Promise<string>
  /** Stores the organization as it is, without commits. */
  seed(image: OrganizationImage): Promise<void>
}

/** What every staging store promises. `make` is called for each test; the fixtures may share a database. */
export function stagingStoreContract(name: string, make: () => Promise<StagingStoreFixture>): void {
  describe(`staging store: ${name}`, () => {
    let fixture: StagingStoreFixture
    let sample: ReturnType<typeof sampleOrganization>
    const closed = sampleChangeSet('Closed', { status: 'saved', closedAt: '2026-03-05T00:00:00.000Z' })

    beforeEach(async () => {
      fixture = await make()
      sample = sampleOrganization()
      sample.image.changeSets.push(closed)
      await fixture.seed(sample.image)
    })

    const append = (byte: number, store = fixture.staging) =>
      store.append(sample.id, sample.draft.id, Uint8Array.of(0, byte, 255), sample.ann.id)
    const read = (after = 0) => fixture.staging.read(sample.id, sample.draft.id, after)

    it('numbers updates from 1 and reads them back after any number', async () => {
      expect([await append(1), await append(2), await append(3)]).toEqual([1, 2, 3])
      expect(await read()).toEqual([
        { seq: 1, update: Uint8Array.of(0, 1, 255) },
        { seq: 2, update: Uint8Array.of(0, 2, 255) },
        { seq: 3, update: Uint8Array.of(0, 3, 255) },
      ])
      expect((await read(2)).map(({ seq }) => seq)).toEqual([3])
      expect(await read(3)).toEqual([])
    })

    it('stores nothing into a database of another epoch', async () => {
      const bytes = Uint8Array.of(1)
      const { id, draft, ann } = sample
      const epoch = await fixture.epoch()
      const lost = expect(fixture.staging.append(id, draft.id, bytes, ann.id, 'another')).rejects.toThrow(
        OtherHistory,
      )
      const kept = fixture.staging.append(id, draft.id, bytes, ann.id, epoch)
      await lost
      expect(await kept).toBe(1)
    })

    it('hands out bytes as plain Uint8Arrays of their own', async () => {
      const update = Uint8Array.of(1, 2, 3)
      await fixture.staging.append(sample.id, sample.draft.id, update, sample.ann.id)
      update.fill(9)
      const [first] = await read()
      expect(first?.update).toEqual(Uint8Array.of(1, 2, 3))
      first?.update.fill(9)
      expect((await read())[0]?.update).toEqual(Uint8Array.of(1, 2, 3))
    })

    it('gives concurrent updates of several nodes distinct, gapless numbers', async () => {
      const seqs = await Promise.all(
        Array.from({ length: 40 }, (_, index) => append(index, index % 3 ? fixture.staging : fixture.other)),
      )
      expect(seqs.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
      const stored = new Map((await read()).map(({ seq, update }) => [seq, update[1]]))
      for (const [index, seq] of seqs.entries()) expect(stored.get(seq)).toBe(index)
    })

    it('keeps the order in which one node appended', async () => {
      const seqs = await Promise.all(Array.from({ length: 20 }, (_, index) => append(index)))
      expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
    })

    it('numbers each change set by itself', async () => {
      await append(1)
      expect(await fixture.staging.append(sample.id, sample.named.id, Uint8Array.of(1), sample.bo.id)).toBe(1)
    })

    it('refuses updates of a change set that is closed or unknown', async () => {
      for (const id of [closed.id, randomUUID()]) {
        const refused = fixture.staging.append(sample.id, id, Uint8Array.of(1), sample.ann.id)
        await expect(refused).rejects.toBeInstanceOf(ChangeSetNotOpen)
      }
      const stranger = fixture.staging.append(randomUUID(), sample.draft.id, Uint8Array.of(1), sample.ann.id)
      await expect(stranger).rejects.toBeInstanceOf(ChangeSetNotOpen)
      expect(await read()).toEqual([])
    })

    it('replaces updates by one merged update and goes on counting', async () => {
      for (const byte of [1, 2, 3, 4]) await append(byte)
      await fixture.staging.compact(sample.id, sample.draft.id, 3, Uint8Array.of(7))
      expect(await read()).toEqual([
        { seq: 3, update: Uint8Array.of(7) },
        { seq: 4, update: Uint8Array.of(0, 4, 255) },
      ])
      expect(await append(5)).toBe(5)
    })

    it('ignores a compaction that another node overtook', async () => {
      for (const byte of [1, 2, 3, 4]) await append(byte)
      await fixture.other.compact(sample.id, sample.draft.id, 4, Uint8Array.of(8))
      await fixture.staging.compact(sample.id, sample.draft.id, 2, Uint8Array.of(7))
      expect(await read()).toEqual([{ seq: 4, update: Uint8Array.of(8) }])
    })

    it('keeps the rows of a batch in their order, and the first ones if it is sent again', async () => {
      const batchId = randomUUID()
      const rows: BatchRow[] = Array.from({ length: 2_500 }, (_, index) => ({
        kind: 'user',
        line: index + 2,
        userId: randomUUID(),
        email: `u${index}@example.com`,
        name: `Zoë "${index}" \\`,
        role: 'viewer',
      }))
      await fixture.staging.putBatch(sample.id, batchId, sample.draft.id, rows)
      expect(await fixture.other.batch(sample.id, batchId)).toEqual(rows)
      await fixture.other.putBatch(sample.id, batchId, sample.draft.id, rows.slice(0, 1))
      expect(await fixture.staging.batch(sample.id, batchId)).toEqual(rows)
    })

    it('knows no rows of a batch that does not exist', async () => {
      expect(await fixture.staging.batch(sample.id, randomUUID())).toEqual([])
    })

    const putBatch = async () => {
      const batchId = randomUUID()
      const wish = { groupId: sample.day.id, userId: sample.cy.id, to: 'in' as const }
      const rows: BatchRow[] = [{ kind: 'membership', line: 2, ...wish }]
      await fixture.staging.putBatch(sample.id, batchId, sample.draft.id, rows)
      return batchId
    }

    it('ST19 clears batches with their rows, but not when the document has moved on', async () => {
      const [first, second] = [await putBatch(), await putBatch()]
      const listed = await fixture.other.batches(sample.id, sample.draft.id)
      expect(listed.map(({ id }) => id).toSorted()).toEqual([first, second].toSorted())
      for (const { at } of listed) expect(Date.parse(at)).not.toBeNaN()
      const seq = await append(1)
      await fixture.other.clear(sample.id, sample.draft.id, [first], seq - 1)
      await fixture.other.clear(sample.id, sample.named.id, [first], 0)
      expect(await fixture.staging.batch(sample.id, first)).toHaveLength(1)
      await fixture.other.clear(sample.id, sample.draft.id, [first], seq)
      expect(await fixture.staging.batch(sample.id, first)).toEqual([])
      expect(await fixture.staging.batch(sample.id, second)).toHaveLength(1)
    })

    it('ST19 leaves the batches of open change sets when it clears those of closed ones', async () => {
      const kept = await putBatch()
      await fixture.other.clearClosed(sample.id)
      expect(await fixture.staging.batch(sample.id, kept)).toHaveLength(1)
    })

    it('refuses a batch for a change set that is closed or unknown', async () => {
      const row: BatchRow = {
        kind: 'membership',
        line: 2,
        groupId: sample.day.id,
        userId: sample.cy.id,
        to: 'in',
      }
      for (const id of [closed.id, randomUUID()]) {
        const batchId = randomUUID()
        const refused = fixture.staging.putBatch(sample.id, batchId, id, [row])
        await expect(refused).rejects.toBeInstanceOf(ChangeSetNotOpen)
        expect(await fixture.staging.batch(sample.id, batchId)).toEqual([])
      }
    })
  })
}
