import { expect, test } from '@playwright/test'
import { type Balancer, startBalancer } from '../harness/balancer.ts'
import { type Console, signIn } from '../harness/console.ts'
import { Node } from '../harness/node.ts'
import { type MintedOrganization, mintOrganization } from '../harness/organization.ts'
import { startRedis } from '../run/redis.ts'
import { installed } from '../run/shell.ts'

const haveRedis = process.env.TEST_REDIS_URL || installed('redis-server', 'valkey-server')
/** What carries hints from node to node. */
const media = haveRedis ? (['Postgres', 'Redis'] as const) : (['Postgres'] as const)

interface Cluster {
  nodes: [Node, Node]
  /** The ways in: the first prefers the first node, the second the second. */
  ways: [Balancer, Balancer]
}

const endings: (() => unknown)[] = []
test.afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end()
})

async function startCluster(medium: (typeof media)[number]): Promise<Cluster> {
  const env: Record<string, string> = { REDIS_URL: '' }
  if (medium === 'Redis') {
    const redis = process.env.TEST_REDIS_URL ? undefined : await startRedis()
    endings.push(() => redis?.stop())
    env.REDIS_URL = process.env.TEST_REDIS_URL ?? redis?.url ?? ''
  }
  const start = async () => {
    const node = await Node.start(env)
    endings.push(() => node.stop())
    return node
  }
  const nodes = await Promise.all([start(), start()])
  const way = async (order: readonly Node[]) => {
    const balancer = await startBalancer(() => order.map((node) => node.url))
    endings.push(() => balancer.stop())
    return balancer
  }
  const [here, there] = nodes
  return { nodes, ways: [await way([here, there]), await way([there, here])] }
}

/** Ana comes through the first way, Tom through the second; both look at the same group. */
async function open(browser: Parameters<typeof signIn>[0], { ways }: Cluster) {
  const organization: MintedOrganization = await mintOrganization({ groups: ['Sales'] })
  const [first, second] = organization.admins
  const [group] = organization.groups
  if (!first || !second || !group) throw new Error('the organization is too small')
  const ana = await signIn(browser, first, ways[0].url)
  const tom = await signIn(browser, second, ways[1].url)
  await Promise.all([ana.openGroup(group.id), tom.openGroup(group.id)])
  return { ana, tom, group }
}

const stagedCount = (admin: Console, count: number) =>
  expect(admin.region('Staged members').getByRole('listitem')).toHaveCount(count, { timeout: 20_000 })

for (const medium of media) {
  test(`admins on two nodes over ${medium} stage into one list, save it, and see each other`, async ({
    browser,
  }) => {
    const { ana, tom } = await open(browser, await startCluster(medium))
    await expect(ana.region('Also here').getByRole('button', { name: /Tom Okafor/ })).toBeVisible()
    await expect(tom.region('Also here').getByRole('button', { name: /Ana Ferreira/ })).toBeVisible()
    await tom.page.getByRole('checkbox', { name: 'Select Person 02' }).check()
    await expect(ana.row('Members', 'Person 02')).toContainText('Tom is selecting')

    await ana.stage('members', ['Person 11', 'Person 12'])
    await expect(tom.staged('members', 'Person 12')).toContainText(/staged by Ana/i)
    await tom.stage('members', ['Person 13'])
    await tom.staged('members', 'Person 11').getByRole('button').click()
    await stagedCount(ana, 2)
    await expect(ana.staged('members', 'Person 13')).toContainText(/staged by Tom/i)
    await ana.saveButton(2).click()
    for (const admin of [ana, tom]) {
      await stagedCount(admin, 0)
      await expect(admin.row('Members', 'Person 12')).toBeVisible()
      await expect(admin.row('Members', 'Person 13')).toBeVisible()
    }
    await tom.context.close()
    await expect(ana.region('Also here')).toHaveCount(0, { timeout: 20_000 })
  })
}

test('a node is stopped, and its consoles come back through the other one with everything', async ({
  browser,
}) => {
  const cluster = await startCluster('Postgres')
  const { ana, tom } = await open(browser, cluster)
  await ana.stage('members', ['Person 11'])
  await stagedCount(tom, 1)
  const box = ana.page.getByRole('combobox', { name: 'Add members' })
  await box.fill('Pers')
  const stopped = cluster.nodes[0].stop()
  await tom.stage('members', ['Person 12'])
  await stopped
  await stagedCount(ana, 2)
  await expect(ana.connection).toHaveText('Live', { timeout: 20_000 })
  await expect(box).toHaveValue('Pers')
  await expect(box).toBeFocused()
  await ana.stage('members', ['Person 13'])
  await expect(tom.staged('members', 'Person 13')).toContainText(/staged by Ana/i)
  await expect(ana.region('Also here').getByRole('button', { name: /Tom Okafor/ })).toBeVisible()
  await ana.saveButton(3).click()
  for (const admin of [ana, tom]) {
    await stagedCount(admin, 0)
    await expect(admin.row('Members', 'Person 13')).toBeVisible()
  }
})

test('a rolling restart of all nodes goes unnoticed but for a reconnect', async ({ browser }) => {
  const cluster = await startCluster('Postgres')
  const { ana, tom } = await open(browser, cluster)
  const sockets: string[] = []
  ana.page.on('websocket', (socket) => sockets.push(socket.url()))
  await ana.page.getByRole('button', { name: 'Edit description' }).click()
  const description = ana.page.getByRole('textbox', { name: 'Description' })
  await ana.page.keyboard.type('Half a sentence')
  let staged = 0
  for (const node of cluster.nodes) {
    const restarted = node.stop().then(() => node.startAgain())
    staged += 1
    await tom.stage('members', [`Person ${staged + 10}`])
    await restarted
    await expect(tom.connection).toHaveText('Live', { timeout: 20_000 })
    await expect(ana.connection).toHaveText('Live', { timeout: 20_000 })
    await stagedCount(ana, staged)
  }
  expect(sockets.some((url) => url.includes('/sync'))).toBe(true)
  await expect(description).toBeFocused()
  await expect(description).toHaveValue('Half a sentence')
  await ana.page.keyboard.press('Enter')
  await expect(tom.page.getByText('Half a sentence')).toBeVisible()
  await tom.saveButton(staged).click()
  for (const admin of [ana, tom]) {
    await stagedCount(admin, 0)
    await expect(admin.row('Members', 'Person 12')).toBeVisible()
  }
})
