import { randomUUID } from 'node:crypto'
import { PROTOCOL_VERSION } from '@muster/sync/protocol/version.ts'
import { expect, test } from '@playwright/test'
import { serverUrl, signIn } from '../harness/console.ts'
import { mintOrganization } from '../harness/organization.ts'
import { cookieOf, openSocket } from '../harness/raw-socket.ts'

const hello = { type: 'hello', protocol: PROTOCOL_VERSION, clientId: 'by-hand' }

test('another organization’s admin gets nothing from this one by socket', async () => {
  const [mine, other] = await Promise.all([mintOrganization(), mintOrganization()])
  const admin = mine.admins[0]
  const group = other.groups[0]
  if (!admin || !group) throw new Error('the organization is too small')
  const cookie = await cookieOf(serverUrl(), admin)
  const elsewhere = await openSocket(serverUrl(), `/sync?organization=${other.id}`, cookie)
  expect([0, 4401, 4403, 1006]).toContain(await elsewhere.expectClose())
  expect(elsewhere.frames.filter(({ type }) => type === 'snapshot' || type === 'delta')).toEqual([])

  const home = await openSocket(serverUrl(), `/sync?organization=${mine.id}`, cookie)
  home.send(hello)
  await home.expectFrame(({ type }) => type === 'welcome')
  home.send({ type: 'subscribe', subscriptionId: 1, view: 'group.detail', args: { groupId: group.id } })
  const refused = await home.expectFrame(
    ({ type, subscriptionId }) => type === 'refused' && subscriptionId === 1,
  )
  home.send({ type: 'subscribe', subscriptionId: 2, view: 'group.detail', args: { groupId: randomUUID() } })
  const unknown = await home.expectFrame(
    ({ type, subscriptionId }) => type === 'refused' && subscriptionId === 2,
  )
  expect(refused.problem).toEqual(unknown.problem)
  home.send({
    type: 'mutate',
    mutationId: randomUUID(),
    name: 'group.rename',
    args: { groupId: group.id, name: 'Taken' },
  })
  const rejected = await home.expectFrame(({ type }) => type === 'rejected')
  expect(rejected.problem).toMatchObject({ kind: 'not-found' })
  home.close()
})

test('a viewer is told no at sign-in and gets no socket', async ({ page }) => {
  const organization = await mintOrganization()
  const viewer = organization.viewers[0]
  if (!viewer) throw new Error('the organization is too small')
  await page.goto(`${serverUrl()}/sign-in`)
  await page.getByLabel('E-mail').fill(viewer.email)
  await page.getByLabel('Password', { exact: true }).fill(viewer.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(page).toHaveURL(/sign-in/)
  const socket = await openSocket(
    serverUrl(),
    `/sync?organization=${organization.id}`,
    'muster_session=invented',
  )
  expect([0, 4401, 4403, 1006]).toContain(await socket.expectClose())
})

test('hostile frames are refused with a clear error while another admin works on', async ({ browser }) => {
  const organization = await mintOrganization()
  const [first, second] = organization.admins
  const group = organization.groups[0]
  if (!first || !second || !group) throw new Error('the organization is too small')
  const tom = await signIn(browser, second)
  await tom.openGroup(group.id)
  const cookie = await cookieOf(serverUrl(), first)
  const hostile: unknown[] = [
    'not json',
    '[]',
    '{"type":"nothing"}',
    JSON.stringify({ type: 'subscribe', subscriptionId: 1, view: 'constructor', args: {} }),
    JSON.stringify({
      type: 'subscribe',
      subscriptionId: 2,
      view: 'group.members',
      args: { groupId: '../../etc' },
    }),
    JSON.stringify({ type: 'mutate', mutationId: randomUUID(), name: '__proto__', args: {} }),
    `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
  ]
  const socket = await openSocket(serverUrl(), `/sync?organization=${organization.id}`, cookie)
  socket.send(hello)
  await socket.expectFrame(({ type }) => type === 'welcome')
  for (const frame of hostile) socket.send(frame)
  await socket.expectFrame(({ type }) => type === 'fault')
  await socket.expectFrame(({ type, subscriptionId }) => type === 'refused' && subscriptionId === 2)
  await socket.expectFrame(({ type }) => type === 'rejected')

  const flood = await openSocket(serverUrl(), `/sync?organization=${organization.id}`, cookie)
  flood.send('x'.repeat(5_000_000))
  await flood.expectClose()

  await tom.stage('members', ['Person 10'])
  await tom.saveButton(1).click()
  await expect(tom.row('Members', 'Person 10')).toBeVisible()
  socket.close()
})

test('a request from another origin changes nothing', async () => {
  const organization = await mintOrganization()
  const admin = organization.admins[0]
  if (!admin) throw new Error('the organization is too small')
  const answer = await fetch(`${serverUrl()}/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://elsewhere.example' },
    body: JSON.stringify({ email: admin.email, password: admin.password }),
  })
  expect(answer.status).toBe(403)
  const cookie = await cookieOf(serverUrl(), admin)
  const socket = await openSocket(
    serverUrl(),
    `/sync?organization=${organization.id}`,
    cookie,
    'https://elsewhere.example',
  )
  await socket.expectClose()
  expect(socket.frames).toEqual([])
})

test('a manager whose right is taken away loses the live page within a second, without a reload', async ({
  browser,
}) => {
  const organization = await mintOrganization()
  const manager = organization.managers[0]
  const admin = organization.admins[0]
  const group = organization.groups[0]
  if (!manager || !admin || !group) throw new Error('the organization is too small')
  const jonas = await signIn(browser, manager)
  await jonas.openGroup(group.id)
  const socket = await openSocket(
    serverUrl(),
    `/sync?organization=${organization.id}`,
    await cookieOf(serverUrl(), admin),
  )
  socket.send(hello)
  await socket.expectFrame(({ type }) => type === 'welcome')
  socket.send({
    type: 'mutate',
    mutationId: randomUUID(),
    name: 'user.setPermissions',
    args: { userId: manager.userId, permissions: [] },
  })
  await socket.expectFrame(({ type }) => type === 'committed')
  await expect(jonas.region('Members')).toHaveCount(0, { timeout: 1000 })
  await expect(jonas.page.getByText('Person 01')).toHaveCount(0)
  socket.close()
})
