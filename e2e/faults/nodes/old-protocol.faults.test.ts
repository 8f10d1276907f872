/** Consoles of former versions, as they were recorded: each is told to reload, and nothing that it asks for happens. */
import { readdir, readFile } from 'node:fs/promises'
import { PROTOCOL_VERSION } from '@muster/sync/protocol/version.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mintOrganization } from '../../harness/organization.ts'
import { cookieOf, openSocket } from '../../harness/raw-socket.ts'
import { type ServerProcess, startServer } from '../../harness/server-process.ts'
import { readDatabase } from '../read-database.ts'

const recordings = new URL('./recordings/', import.meta.url)

/** What a recorded console sent, in order. */
async function sentBy(file: string): Promise<string[]> {
  const lines = (await readFile(new URL(file, recordings), 'utf8')).trim().split('\n')
  return lines.flatMap((line) => (JSON.parse(line) as { up?: string }).up ?? [])
}

const files = await readdir(recordings)

describe.each(files)('the session of %s', (file) => {
  const database = process.env.MUSTER_E2E_DATABASE ?? ''
  let server: ServerProcess
  beforeAll(async () => {
    server = await startServer({ DATABASE_URL: database, MUSTER_DEMO: '0' })
  })
  afterAll(() => server?.kill())

  // The newest recording is of the present version until the next one is made.
  const [recorded] = /\d+/.exec(file) ?? []
  const former = Math.min(Number(recorded), PROTOCOL_VERSION - 1)

  it.each(['frame by frame', 'all at once'])(
    'CN2 is answered with reload and 4426 and changes nothing, sent %s',
    async (how) => {
      const organization = await mintOrganization({}, database)
      const [who] = organization.admins
      if (!who) throw new Error('there is no admin')
      const cookie = await cookieOf(server.url, who)
      const before = (await readDatabase(database, organization.id)).image.version
      const console = await openSocket(server.url, `/sync?organization=${organization.id}`, cookie)
      const [hello = '', ...others] = await sentBy(file)
      console.send({ ...JSON.parse(hello), protocol: former })
      if (how === 'frame by frame') await console.expectFrame(({ type }) => type === 'reload')
      for (const frame of others) console.send(frame)
      expect(await console.expectClose()).toBe(4426)
      expect(console.frames).toEqual([{ type: 'reload', protocol: PROTOCOL_VERSION }])
      expect((await readDatabase(database, organization.id)).image.version).toBe(before)
      expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    },
  )
})
