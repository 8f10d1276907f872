import { createTestDatabase, type TestDatabase } from '@muster/db/test-database.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createOrganization } from '../testing/organization.ts'
import { announcedWords, announceRestore } from './announce-restore.ts'

describe('the announcement of a restore', () => {
  let database: TestDatabase
  beforeEach(async () => {
    database = await createTestDatabase()
  })
  afterEach(() => database.drop())

  const epoch = async () => (await database.sql`select value from meta where key = 'epoch'`)[0]?.value

  it('RC9 gives the database a new epoch and says what it is', async () => {
    await createOrganization(database.sql)
    const former = await epoch()
    const announced = await announceRestore(database.sql)
    expect(announced).toMatchObject({ former, organizations: 1, signedOut: 0 })
    expect(await epoch()).toBe(announced.epoch)
    expect(announced.epoch).not.toBe(former)
    const words = announcedWords(announced)
    expect(words).toContain(`It has 1 organization; its newest change is of ${announced.newestAt}.`)
    expect(words).not.toContain('Sessions')
  })

  it('ends every session when it is asked to: sign-outs since the backup are undone by it', async () => {
    await createOrganization(database.sql)
    const [account] = await database.sql`select id from accounts limit 1`
    await database.sql`insert into sessions (id, account_id, expires_at)
      values (${'0'.repeat(64)}, ${account?.id ?? ''}, now() + interval '1 day')`
    const announced = await announceRestore(database.sql, { signOut: true })
    expect(announced.signedOut).toBe(1)
    expect(announcedWords(announced)).toContain('Sessions that were ended: 1.')
  })

  it('says so when it is pointed at another database', async () => {
    await database.sql.unsafe('drop schema public cascade; create schema public')
    await expect(announceRestore(database.sql)).rejects.toThrow('not one of Muster')
  })
})
