import { createTestDatabase } from '@muster/db/test-database.ts'
import { DatabaseCopy } from '@muster/db/test-database-copy.ts'
import { expect, test } from '@playwright/test'
import { signIn } from '../harness/console.ts'
import { Node } from '../harness/node.ts'
import { mintOrganization } from '../harness/organization.ts'

test('CN2 a console of a former version says so, and its button brings the new one', async ({ browser }) => {
  const { admins } = await mintOrganization()
  if (!admins[0]) throw new Error('there is no admin')
  const ana = await signIn(browser, admins[0])
  let isFormer = true
  await ana.page.routeWebSocket(/\/sync\?/, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((frame) =>
      server.send(isFormer ? String(frame).replace(/"protocol":\d+/, '"protocol":0') : frame),
    )
  })
  await ana.page.reload()
  await expect(ana.page.getByRole('heading', { name: 'Muster was updated, reload' })).toBeVisible()
  isFormer = false
  await ana.page.getByRole('button', { name: 'Reload' }).click()
  await expect(ana.connection).toHaveText('Live')
})

test('ST21 RC4 after a restore a console shows the backup, says so, and offers what I had staged since', async ({
  browser,
}) => {
  const database = await createTestDatabase()
  await database.sql.end()
  const node = await Node.start({ DATABASE_URL: database.url, REDIS_URL: '', MUSTER_DEMO: '0' })
  let backup: DatabaseCopy | undefined
  try {
    const organization = await mintOrganization({ groups: ['Sales'] }, database.url)
    const [who] = organization.admins
    const [group] = organization.groups
    if (!who || !group) throw new Error('the organization is too small')
    const ana = await signIn(browser, who, node.url)
    await ana.openGroup(group.id)
    await ana.stage('members', ['Person 11'])
    backup = await DatabaseCopy.of(database.url)
    await expect(ana.connection).toHaveText('Live')
    await ana.saveButton(1).click()
    await expect(ana.row('Members', 'Person 11')).toBeVisible()
    await ana.stage('members', ['Person 12'])
    await node.stop()
    await backup.restore()
    await node.startAgain()

    await expect(ana.connection).toHaveText('Live', { timeout: 30_000 })
    await expect(ana.row('Members', 'Person 11')).toHaveCount(0)
    await expect(ana.staged('members', 'Person 11')).toBeVisible()
    await expect(ana.staged('members', 'Person 12')).toHaveCount(0)
    await expect(ana.page.getByText('Muster was restored from a backup.').first()).toBeVisible()
    await ana.page.getByRole('button', { name: 'Stage again' }).click()
    await expect(ana.staged('members', 'Person 12')).toBeVisible()
    await ana.saveButton(2).click()
    await expect(ana.row('Members', 'Person 12')).toBeVisible()
    await ana.context.close()
  } finally {
    await node.stop()
    await backup?.drop()
    await database.drop()
  }
})
