import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { Console, signIn } from '../harness/console.ts'
import { type ServerProcess, startServer } from '../harness/server-process.ts'

let folder: string
const running: ServerProcess[] = []
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-first-start-'))
})
test.afterEach(async () => {
  for (const server of running.splice(0)) await server.killGroup()
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
})

/** A server with a Postgres of its own in the test's folder, and nothing in it. */
async function start(port = '0'): Promise<ServerProcess> {
  const env = { DATABASE_URL: '', REDIS_URL: '', MUSTER_DEMO: '0', MUSTER_DATA_DIR: folder, PORT: port }
  const server = await startServer(env, { ownGroup: true })
  running.push(server)
  return server
}

const first = {
  userId: '',
  name: 'Ines Duarte',
  email: 'ines@halden.example',
  password: 'correct horse battery staple',
}

/** From the empty server to the list of groups, the way a stranger goes. */
async function setUp(page: Console['page'], server: ServerProcess): Promise<Console> {
  await page.goto(server.url)
  await expect(page).toHaveURL(/\/set-up$/)
  await page.getByRole('textbox', { name: 'Organization' }).fill('Halden Metering')
  await page.getByRole('textbox', { name: 'Your name' }).fill(first.name)
  await page.getByRole('textbox', { name: 'E-mail' }).fill(first.email)
  await page.getByLabel('Password').fill('short')
  await page.getByRole('button', { name: 'Set up Muster' }).click()
  await expect(page.getByText('Use 12 characters or more.')).toBeVisible()
  await expect(page.getByLabel('Password')).toBeFocused()
  await page.getByLabel('Password').fill(first.password)
  await page.getByRole('button', { name: 'Set up Muster' }).click()
  const ines = new Console(page, page.context(), server.url)
  await expect(ines.connection).toHaveText('Live', { timeout: 20_000 })
  return ines
}

async function addGroup({ page }: Console, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Add group', exact: true }).click()
  await page.getByRole('textbox', { name: 'Name of the new group' }).fill(name)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('rowheader', { name })).toBeVisible()
  await page.keyboard.press('Escape')
}

test('an empty server asks to be set up, and keeps all of it over a stop and a start', async ({
  page,
  browser,
}) => {
  const server = await start()
  const ines = await setUp(page, server)
  await expect(page.getByText('No groups of your own yet')).toBeVisible()
  await addGroup(ines, 'Night shift')
  await ines.row('User groups', 'Night shift').getByRole('link', { name: 'Night shift' }).click()
  await ines.stage('members', [first.name])
  await expect(ines.saveButton(1)).toBeEnabled()

  await server.stop()
  const again = await start(new URL(server.url).port)
  await expect(ines.connection).toHaveText('Live', { timeout: 30_000 })
  await expect(ines.staged('members', first.name)).toBeVisible()
  await ines.saveButton(1).click()
  await expect(ines.row('Members', first.name)).toBeVisible()
  // Nobody can set it up a second time.
  const stranger = await (await browser.newContext()).newPage()
  await stranger.goto(`${again.url}/set-up`)
  await expect(stranger).toHaveURL(/\/sign-in/)
  const elsewhere = await signIn(browser, first, again.url)
  await expect(elsewhere.row('User groups', 'Night shift')).toContainText('1')
})

test('killed with everything that belongs to it, it starts again with all that was saved and staged', async ({
  page,
}) => {
  const server = await start()
  const ines = await setUp(page, server)
  await addGroup(ines, 'Night shift')
  await ines.row('User groups', 'Night shift').getByRole('link', { name: 'Night shift' }).click()
  await ines.stage('members', [first.name])
  await expect(ines.saveButton(1)).toBeEnabled()
  await server.killGroup()
  await start(new URL(server.url).port)
  await expect(ines.connection).toHaveText('Live', { timeout: 30_000 })
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Night shift', level: 1 })).toBeVisible()
  await expect(ines.staged('members', first.name)).toBeVisible()
  await ines.saveButton(1).click()
  await expect(ines.row('Members', first.name)).toBeVisible()
})

test('a second server on the same folder says that another one works there, and harms nothing', async ({
  page,
}) => {
  const server = await start()
  await expect(start()).rejects.toThrow(/Another Muster is already working in .*MUSTER_DATA_DIR/)
  const ines = await setUp(page, server)
  await addGroup(ines, 'Night shift')
})
