import { expect, type Page, test } from '@playwright/test'
import { Console, fillSignIn, signIn } from '../harness/console.ts'
import { otherAdmin } from '../harness/engine-client.ts'
import { mintOrganization } from '../harness/organization.ts'
import { cookieOf, openSocket } from '../harness/raw-socket.ts'

async function setting() {
  const organization = await mintOrganization()
  const [admin] = organization.admins
  const [manager] = organization.managers
  const [group] = organization.groups
  if (!admin || !manager || !group) throw new Error('the organization is too small')
  return { organization, admin, manager, group }
}

test('a manager with Manage groups may do all of it', async ({ browser }) => {
  const { manager } = await setting()
  const jonas = await signIn(browser, manager)
  const { page } = jonas
  await page.getByRole('button', { name: 'Add group' }).click()
  await page.getByRole('textbox', { name: 'Name of the new group' }).fill('Night shift')
  await page.keyboard.press('Enter')
  await jonas.row('User groups', 'Night shift').getByRole('link', { name: 'Night shift' }).click()
  await page.getByRole('button', { name: 'Edit name' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Early shift')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Early shift', level: 1 })).toBeVisible()
  await jonas.stage('members', ['Person 20', 'Person 02'])
  await jonas.stage('dashboards', ['Dashboard 01'])
  await jonas.saveButton(3).click()
  await expect(jonas.row('Members', 'Person 02')).toBeVisible()
  await expect(jonas.row('Dashboards', 'Dashboard 01')).toBeVisible()
  await jonas.chooseInRowMenu('Person 02', 'Remove from group')
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Remove/ })
    .click()
  await expect(jonas.row('Members', 'Person 02')).toHaveCount(0, { timeout: 20_000 })
  await page.getByRole('button', { name: 'Delete user group' }).click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toContainText('Person 20')
  await dialog.getByRole('button', { name: 'Delete user group' }).click()
  await expect(page).toHaveURL(/\/groups$/)
  await expect(jonas.row('User groups', 'Early shift')).toHaveCount(0)
})

/** Resolves when the page has no open socket to the server any more. */
function allSocketsClosed(page: Page): () => Promise<void> {
  const open = new Set<unknown>()
  page.on('websocket', (socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  return () => expect.poll(() => open.size, { timeout: 2_000 }).toBe(0)
}

test('a manager who loses the right leaves the page within a second, with every socket', async ({
  browser,
}) => {
  const { organization, admin, manager, group } = await setting()
  const ana = await otherAdmin(organization, admin)
  const jonas = await signIn(browser, manager)
  // The browser does not tell of sockets that end with the page they were opened by.
  await jonas.page.goto('about:blank')
  const closed = allSocketsClosed(jonas.page)
  await jonas.openGroup(group.id)
  await jonas.stage('members', ['Person 11'])
  await expect(jonas.saveButton(1)).toBeEnabled()
  const draft = await jonas.page.getByRole('link', { name: 'Open Shared draft' }).first().getAttribute('href')
  const byHand = await openSocket(
    jonas.url,
    `/staging/${draft?.split('/').at(-1)}?organization=${organization.id}`,
    await cookieOf(jonas.url, manager),
  )
  expect(byHand.closeCode).toBeUndefined()

  await ana.does('user.setPermissions', { userId: manager.userId, permissions: [] })
  await expect(jonas.region('Members')).toHaveCount(0, { timeout: 1_000 })
  await expect(jonas.page.getByText('You may no longer use this console.')).toBeVisible()
  await expect(jonas.page.getByText('Person 01')).toHaveCount(0)
  await closed()
  expect(await byHand.expectClose()).toBe(4403)
  await fillSignIn(jonas.page, manager)
  await expect(jonas.page.getByRole('alert')).toContainText('may not use this console')

  await ana.does('user.setPermissions', { userId: manager.userId, permissions: ['manageGroups'] })
  await fillSignIn(jonas.page, manager)
  await expect(jonas.region('Members')).toBeVisible()
  await expect(jonas.staged('members', 'Person 11')).toContainText(/staged by you/i)
  ana.leave()
})

test('signing out in one tab ends the other tab, too', async ({ browser }) => {
  const { admin, group } = await setting()
  const ana = await signIn(browser, admin)
  const other = new Console(await ana.context.newPage(), ana.context)
  await Promise.all([ana.openGroup(group.id), other.openGroup(group.id)])
  await expect(other.connection).toHaveText('Live')
  await ana.page.keyboard.press('Control+k')
  await ana.page.keyboard.type('Sign out')
  await expect(ana.page.getByRole('option', { name: 'Sign out' })).toHaveAttribute('aria-selected', 'true')
  await ana.page.keyboard.press('Enter')
  for (const { page } of [ana, other]) {
    await expect(page).toHaveURL(/\/sign-in/)
    await expect(page.getByText('Person 01')).toHaveCount(0)
  }
  await other.page.goto(`${other.url}/groups/${group.id}`)
  await expect(other.page).toHaveURL(/\/sign-in/)
})

test('a session that ended goes back to the same page after signing in again', async ({ browser }) => {
  const { admin, group } = await setting()
  const ana = await signIn(browser, admin)
  await ana.openGroup(group.id)
  await ana.stage('members', ['Person 11'])
  await expect(ana.saveButton(1)).toBeEnabled()
  const ended = await ana.context.request.post(`${ana.url}/api/sign-out`, { headers: { origin: ana.url } })
  expect(ended.ok()).toBe(true)
  await expect(ana.page.getByText('Your session has ended. Your staged changes are kept.')).toBeVisible()
  await expect(ana.page.getByText('Person 01')).toHaveCount(0)
  await fillSignIn(ana.page, admin)
  await expect(ana.page).toHaveURL(new RegExp(`/groups/${group.id}$`))
  await expect(ana.connection).toHaveText('Live')
  await expect(ana.staged('members', 'Person 11')).toContainText(/staged by you/i)
})
