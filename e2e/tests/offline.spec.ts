import { expect, test } from '@playwright/test'
import { type Balancer, startBalancer } from '../harness/balancer.ts'
import { Console, serverUrl, signIn } from '../harness/console.ts'
import { otherAdmin } from '../harness/engine-client.ts'
import { mintOrganization } from '../harness/organization.ts'

const cables: Balancer[] = []
test.afterEach(async () => {
  for (const cable of cables.splice(0)) await cable.stop()
})

/** A cable between one console and the server. */
async function cable(): Promise<Balancer> {
  const made = await startBalancer(() => [serverUrl()])
  cables.push(made)
  return made
}

async function setting() {
  const organization = await mintOrganization({ groups: ['Sales'], people: 30 })
  const [ana, tom, bea] = organization.admins
  const [group] = organization.groups
  if (!ana || !tom || !bea || !group) throw new Error('the organization is too small')
  return { organization, ana, tom, bea, group }
}

/** Names in the staged list, in its order. */
const stagedNames = (admin: Console) =>
  admin
    .region('Staged members')
    .getByRole('listitem')
    .evaluateAll((items) => items.map((item) => /Person \d+/.exec(item.textContent ?? '')?.[0]))

const back = { timeout: 20_000 }

test('without a connection reading and staging go on, saving waits, and all of it is said', async ({
  browser,
}) => {
  const { organization, ana: first, tom: second, bea: third, group } = await setting()
  const wire = await cable()
  const [ana, tom] = await Promise.all([signIn(browser, first, wire.url), signIn(browser, second)])
  const bea = await otherAdmin(organization, third)
  await Promise.all([ana.openGroup(group.id), tom.openGroup(group.id)])
  const { page } = ana
  // What was seen is known: people that the combobox has shown can be staged without the server.
  await page.getByRole('combobox', { name: 'Add members' }).click()
  await expect(page.getByRole('option', { name: /Person 10/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await ana.stage('members', ['Person 10'])
  await expect(tom.staged('members', 'Person 10')).toBeVisible()
  await expect(ana.saveButton(1)).toBeEnabled()

  wire.cut()
  await expect(ana.connection).toHaveText('Reconnecting', back)
  await expect(page.getByText('Reconnecting… your staged changes are kept.')).toBeVisible()
  await ana.context.setOffline(true)
  await expect(ana.connection).toHaveText('Offline')
  await expect(page.getByText('You are offline, your staged changes are kept.')).toBeVisible()
  await expect(page.getByText('1 admin was here')).toBeVisible()
  await expect(page.getByText('You can keep staging. Saving needs a connection.')).toBeVisible()
  await expect(page.getByRole('button', { name: /^Save \d/ })).toBeDisabled()
  await expect(ana.row('Members', 'Person 01')).toBeVisible()

  await ana.stage('members', ['Person 13', 'Person 11', 'Person 12'])
  for (const name of ['Person 13', 'Person 11', 'Person 12'])
    await expect(ana.staged('members', name)).toContainText('Staged here, not sent yet')
  await expect(ana.staged('members', 'Person 10')).not.toContainText('not sent yet')
  await ana.staged('members', 'Person 11').getByRole('button').click()
  await expect(ana.staged('members', 'Person 11')).toHaveCount(0)
  await tom.stage('members', ['Person 20'])
  await bea.does('group.rename', { groupId: group.id, name: 'Sales EMEA' })
  await expect(tom.page.getByRole('heading', { name: 'Sales EMEA' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Sales', exact: true })).toBeVisible()
  expect(await stagedNames(tom)).toEqual(['Person 10', 'Person 20'])

  wire.mend()
  await ana.context.setOffline(false)
  await expect(ana.connection).toHaveText('Live', back)
  await expect(page.getByText(/Back online, .*1 change since/)).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Sales EMEA' })).toBeVisible()
  for (const admin of [ana, tom]) {
    await expect(admin.region('Staged members').getByRole('listitem')).toHaveCount(4)
    await expect(admin.staged('members', 'Person 11')).toHaveCount(0)
    await expect(admin.staged('members', 'Person 13')).toContainText(/staged by (Ana|you)/i)
    await expect(admin.region('Staged members')).not.toContainText('not sent yet')
    const names = await stagedNames(admin)
    expect(names.indexOf('Person 13')).toBeLessThan(names.indexOf('Person 12'))
    await expect(admin.saveButton(4)).toBeEnabled()
  }
  await ana.saveButton(4).click()
  await expect(tom.row('Members', 'Person 13')).toBeVisible()
  bea.leave()
})

test('a reload while offline opens the console with what was staged, and sends it on return', async ({
  browser,
}) => {
  const { ana: first, tom: second, group } = await setting()
  const wire = await cable()
  const [ana, tom] = await Promise.all([signIn(browser, first, wire.url), signIn(browser, second)])
  await Promise.all([ana.openGroup(group.id), tom.openGroup(group.id)])
  await ana.stage('members', ['Person 10'])
  await expect(tom.staged('members', 'Person 10')).toBeVisible()
  // The console keeps its own files for opening without a connection.
  await ana.page.evaluate(() => navigator.serviceWorker.ready.then(() => {}))
  await expect
    .poll(() => ana.page.evaluate(async () => (await (await caches.open('muster-console')).keys()).length))
    .toBeGreaterThan(3)

  wire.cut()
  await expect(ana.connection).toHaveText('Reconnecting', back)
  await ana.stage('members', ['Person 14'])
  await ana.page.reload()
  await expect(ana.connection).toHaveText(/Reconnecting|Offline/, back)
  await expect(
    ana.page.getByText(/^(Reconnecting…|You are offline,) your staged changes are kept/),
  ).toBeVisible()

  wire.mend()
  await expect(ana.connection).toHaveText('Live', back)
  for (const admin of [ana, tom]) {
    await expect(admin.region('Staged members').getByRole('listitem')).toHaveCount(2, back)
    await expect(admin.staged('members', 'Person 14')).toContainText(/staged by (Ana|you)/i)
  }
})

test('two tabs of one admin stage while offline, and on return both show both, once', async ({ browser }) => {
  const { ana: first, tom: second, group } = await setting()
  const wire = await cable()
  const [ana, tom] = await Promise.all([signIn(browser, first, wire.url), signIn(browser, second)])
  const other = new Console(await ana.context.newPage(), ana.context, wire.url)
  await Promise.all([ana.openGroup(group.id), tom.openGroup(group.id), other.openGroup(group.id)])
  for (const tab of [ana, other]) {
    await expect(tab.connection).toHaveText('Live')
    // It is one person in two tabs.
    await expect(tab.region('Also here').getByRole('button')).toHaveCount(1)
    await tab.page.getByRole('combobox', { name: 'Add members' }).click()
    await expect(tab.page.getByRole('option', { name: /Person 11/ })).toBeVisible()
    await tab.page.keyboard.press('Escape')
  }
  wire.cut()
  for (const tab of [ana, other]) await expect(tab.connection).toHaveText('Reconnecting', back)
  await ana.stage('members', ['Person 11', 'Person 13'])
  await other.stage('members', ['Person 12', 'Person 13'])
  wire.mend()
  for (const admin of [ana, other, tom]) {
    await expect(admin.connection).toHaveText('Live', back)
    await expect(admin.region('Staged members').getByRole('listitem')).toHaveCount(3, back)
    await expect(admin.saveButton(3)).toBeEnabled()
  }
  await other.saveButton(3).click()
  for (const admin of [ana, other, tom]) {
    await expect(admin.region('Staged members').getByRole('listitem')).toHaveCount(0)
    await expect(admin.row('Members', 'Person 13')).toBeVisible()
  }
})
