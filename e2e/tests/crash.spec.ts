import { randomInt, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { isProblem } from '@muster/sync/protocol/problem.ts'
import { expect, test } from '@playwright/test'
import postgres from 'postgres'
import { signIn } from '../harness/console.ts'
import { engineClient } from '../harness/engine-client.ts'
import { Node } from '../harness/node.ts'
import { type MintedOrganization, mintOrganization } from '../harness/organization.ts'

async function stored(organization: MintedOrganization, groupId: string) {
  const sql = postgres(process.env.MUSTER_E2E_DATABASE ?? '', { max: 1 })
  try {
    const members = await sql<{ user_id: string }[]>`select user_id from group_members
      where organization_id = ${organization.id} and group_id = ${groupId}`
    const commits = await sql<
      { version: number; mutation_id: string; changes: { op: string; userIds?: string[] }[] }[]
    >`
      select version::int, mutation_id, changes from commits where organization_id = ${organization.id} order by version`
    return { members: new Set(members.map((row) => row.user_id)), commits: [...commits] }
  } finally {
    await sql.end()
  }
}

test('a server killed in the middle of saves loses nothing acknowledged and applies nothing twice', async ({
  browser,
}) => {
  const organization = await mintOrganization({ groups: ['Sales'], people: 60, members: 0 })
  const [first, , third] = organization.admins
  const group = organization.groups[0]
  if (!first || !third || !group) throw new Error('the organization is too small')
  const node = await Node.start()
  const ana = await signIn(browser, first, node.url)
  await ana.page.goto(`${node.url}/groups/${group.id}`)
  await expect(ana.region('Members')).toBeVisible()
  const client = await engineClient(organization, third, node.url)
  client.start()

  const acknowledged = new Map<string, string>()
  const saves = organization.people.map(async (person, index) => {
    await sleep(index * 120)
    const mutationId = randomUUID()
    const answer = await client.mutate(
      'membership.add',
      { groupId: group.id, userIds: [person.id] },
      { mutationId },
    )
    if (!isProblem(answer)) acknowledged.set(mutationId, person.id)
  })
  for (let kills = 0; kills < 3; kills++) {
    await sleep(randomInt(400, 1400))
    await node.killAndRestart()
  }
  await Promise.all(saves)

  expect(acknowledged.size).toBe(organization.people.length)
  const { members, commits } = await stored(organization, group.id)
  expect(members).toEqual(new Set(organization.people.map(({ id }) => id)))
  expect(commits.map(({ version }) => version)).toEqual(commits.map((_, index) => index + 1))
  const added = commits.flatMap(({ changes }) =>
    changes.flatMap(({ op, userIds }) => (op === 'add' ? (userIds ?? []) : [])),
  )
  expect(added.toSorted()).toEqual(organization.people.map(({ id }) => id).toSorted())
  await expect(ana.connection).toHaveText('Live', { timeout: 20_000 })
  await expect(ana.region('Members')).toContainText('60')
  client.stop()
  await node.stop()
})

test('a big save that the kill interrupts is applied whole and once, or not at all, and then once', async () => {
  const organization = await mintOrganization({ groups: ['Sales'], people: 10_000, members: 0 })
  const third = organization.admins[2]
  const group = organization.groups[0]
  if (!third || !group) throw new Error('the organization is too small')
  const node = await Node.start()
  const client = await engineClient(organization, third, node.url)
  client.start()
  const userIds = organization.people.map(({ id }) => id)
  const saved = client.mutate('membership.add', { groupId: group.id, userIds })
  await sleep(randomInt(20, 400))
  await node.killAndRestart()
  expect(isProblem(await saved)).toBe(false)
  const { members, commits } = await stored(organization, group.id)
  expect(members.size).toBe(10_000)
  expect(commits.filter(({ changes }) => changes.some(({ op }) => op === 'add'))).toHaveLength(1)
  client.stop()
  await node.stop()
})

test('a server killed while admins stage keeps every entry, and both consoles converge by themselves', async ({
  browser,
}) => {
  const organization = await mintOrganization({ groups: ['Sales'] })
  const [first, second] = organization.admins
  const group = organization.groups[0]
  if (!first || !second || !group) throw new Error('the organization is too small')
  const node = await Node.start()
  const [ana, tom] = await Promise.all([signIn(browser, first, node.url), signIn(browser, second, node.url)])
  for (const admin of [ana, tom]) {
    await admin.page.goto(`${node.url}/groups/${group.id}`)
    await expect(admin.region('Members')).toBeVisible()
  }
  await ana.stage('members', ['Person 11'])
  const restarted = node.killAndRestart()
  await ana.stage('members', ['Person 12', 'Person 13'])
  await tom.stage('members', ['Person 14'])
  await restarted
  for (const admin of [ana, tom]) {
    await expect(admin.connection).toHaveText('Live', { timeout: 20_000 })
    await expect(admin.region('Staged members').getByRole('listitem')).toHaveCount(4, { timeout: 20_000 })
  }
  await expect(tom.staged('members', 'Person 13')).toContainText(/staged by Ana/i)
  await tom.saveButton(4).click()
  await expect(ana.row('Members', 'Person 14')).toBeVisible()
  await expect(ana.region('Staged members').getByRole('listitem')).toHaveCount(0)
  await node.stop()
})

test('what was staged offline survives a reload and is sent on return', async ({ browser }) => {
  const organization = await mintOrganization({ groups: ['Sales'] })
  const [first, second] = organization.admins
  const group = organization.groups[0]
  if (!first || !second || !group) throw new Error('the organization is too small')
  const [ana, tom] = await Promise.all([signIn(browser, first), signIn(browser, second)])
  await Promise.all([ana.openGroup(group.id), tom.openGroup(group.id)])
  await ana.stage('members', ['Person 10'])
  await expect(tom.staged('members', 'Person 10')).toBeVisible()
  await ana.page.routeWebSocket(/\/(sync|staging)/, (socket) => socket.close())
  await ana.context.setOffline(true)
  await expect(ana.connection).toHaveText(/Reconnecting|Offline/, { timeout: 20_000 })
  await ana.stage('members', ['Person 16'])
  await ana.page.close()
  await ana.context.setOffline(false)
  const page = await ana.context.newPage()
  await page.goto(`${process.env.MUSTER_E2E_URL}/groups/${group.id}`)
  await expect(tom.staged('members', 'Person 16')).toContainText(/staged by Ana/i, { timeout: 20_000 })
})
