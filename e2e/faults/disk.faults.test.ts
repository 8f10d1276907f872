/**
 * Postgres runs out of disk: on a small disk of its own, filled by a file. Needs the right to mount one; where there
 * is none the scenario says so and is skipped.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isProblem } from '@muster/sync/protocol/problem.ts'
import { afterAll, expect, it } from 'vitest'
import { Postgres } from '../harness/postgres.ts'
import { Admins } from './admins.ts'
import { checkWorld } from './check-world.ts'
import { placeNode } from './place.ts'
import { chanceOf, scale } from './scale.ts'
import { Tally } from './tally.ts'

const DISK_MB = 64
const mount = mkdtempSync(join(tmpdir(), 'muster-disk-'))
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MB}m`, 'tmpfs', mount])
const hasDisk = mounted.status === 0
if (!hasDisk)
  console.log(
    `A full disk is not tried: no small disk can be mounted here (${String(mounted.stderr).trim()}).`,
  )
afterAll(() => {
  if (hasDisk) spawnSync('umount', ['-l', mount])
  rmSync(mount, { recursive: true, force: true })
})

/** Writes until nothing more fits. */
function fill(file: string): void {
  const handle = openSync(file, 'w')
  try {
    for (let size = 1 << 20; size >= 512; )
      try {
        if (writeSync(handle, Buffer.alloc(size)) < size) size /= 2
      } catch {
        size /= 2
      }
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

it.skipIf(!hasDisk)(
  'CM2 CM17 a full disk is told in words to who saves and who stages, loses nothing, and is over when there is room',
  async (test) => {
    const chance = chanceOf('a full disk')
    const tally = new Tally('a full disk')
    const postgres = await Postgres.start({ tablesIn: mount })
    test.onTestFinished(() => postgres.stop())
    const { way } = await placeNode(test, postgres.url)
    const mint = { people: 4_000, members: 20 }
    const admins = await Admins.join({ database: postgres.url, ways: [way], chance, mint })
    test.onTestFinished(() => admins.leave())
    const filler = join(mount, 'filler')
    const told = new Map<string, number>()
    for (let round = 0; round < scale(1, 3); round++) {
      admins.work()
      await admins.until(10)
      fill(filler)
      const [ana] = admins.all
      const [group] = admins.organization.groups
      const userIds = admins.organization.people.map(({ id }) => id)
      let words: string | undefined
      // Pages that are there already still take something.
      for (let tries = 0; tries < 400 && words === undefined; tries++) {
        const name = tries % 2 === 0 ? 'membership.add' : 'membership.remove'
        const answer = await ana?.ask(name, { groupId: group?.id, userIds })
        if (isProblem(answer)) words = `${answer.kind}: ${answer.title}`
      }
      told.set(words ?? 'nothing', (told.get(words ?? 'nothing') ?? 0) + 1)
      rmSync(filler)
      await admins.until(10)
      await admins.rest()
      tally.add(await checkWorld(admins.world))
    }
    console.log(`told: ${JSON.stringify(Object.fromEntries(told))}`)
    for (const words of told.keys()) expect(words).toMatch(/^unavailable: .*disk/)
    tally.print({ disksFilled: scale(1, 3) })
  },
)
