import { expect, test } from '@playwright/test'
import postgres from 'postgres'
import { signIn } from '../harness/console.ts'
import { mintOrganization } from '../harness/organization.ts'

const commitsOf = async (organizationId: string) => {
  const sql = postgres(process.env.MUSTER_E2E_DATABASE ?? '', { max: 1 })
  try {
    return await sql`select version, mutation, changes from commits
      where organization_id = ${organizationId} and mutation = 'changeSet.commit' order by version`
  } finally {
    await sql.end()
  }
}

test('two admins fill one staged list, one saves it, and a third sees the counts change', async ({
  browser,
}) => {
  const organization = await mintOrganization({ groups: ['Sales'] })
  const [first, second, third] = organization.admins
  const group = organization.groups[0]
  if (!first || !second || !third || !group) throw new Error('the organization is too small')
  const [ana, tom, bea] = await Promise.all([
    signIn(browser, first),
    signIn(browser, second),
    signIn(browser, third),
  ])
  await Promise.all([ana.openGroup(group.id), tom.openGroup(group.id), bea.openGroups()])
  await expect(bea.row('User groups', 'Sales')).toContainText('5')

  await ana.stage('members', ['Person 11', 'Person 12', 'Person 13'])
  for (const name of ['Person 11', 'Person 12', 'Person 13']) {
    await expect(tom.staged('members', name)).toContainText(/staged by Ana/i)
  }
  await tom.stage('members', ['Person 14', 'Person 15'])
  await tom.staged('members', 'Person 12').getByRole('button').click()
  await expect(ana.staged('members', 'Person 12')).toHaveCount(0)
  await expect(ana.staged('members', 'Person 15')).toContainText(/staged by Tom/i)

  await ana.saveButton(4).click()
  for (const admin of [ana, tom]) {
    await expect(admin.region('Staged members').getByRole('listitem')).toHaveCount(0)
    for (const name of ['Person 11', 'Person 13', 'Person 14', 'Person 15']) {
      await expect(admin.row('Members', name)).toBeVisible()
    }
    await expect(admin.row('Members', 'Person 12')).toHaveCount(0)
  }
  await expect(bea.row('User groups', 'Sales')).toContainText('9')
  const commits = await commitsOf(organization.id)
  expect(commits).toHaveLength(1)
  expect(commits[0]?.changes).toEqual([
    expect.objectContaining({ entity: 'membership', op: 'add', groupId: group.id }),
  ])
})

test('two admins who stage the same person make one entry', async ({ browser }) => {
  const organization = await mintOrganization({ groups: ['Sales'] })
  const [first, second] = organization.admins
  const group = organization.groups[0]
  if (!first || !second || !group) throw new Error('the organization is too small')
  const [ana, tom] = await Promise.all([signIn(browser, first), signIn(browser, second)])
  await Promise.all([ana.openGroup(group.id), tom.openGroup(group.id)])
  await ana.context.setOffline(true)
  await ana.stage('members', ['Person 20'])
  await tom.stage('members', ['Person 20'])
  await ana.context.setOffline(false)
  await expect(ana.connection).toHaveText('Live', { timeout: 20_000 })
  for (const admin of [ana, tom]) {
    await expect(admin.region('Staged members').getByRole('listitem')).toHaveCount(1)
    await expect(admin.saveButton(1)).toBeEnabled()
  }
})

test('an entry turns to nothing to do when another admin saved it first, and the rest can still be saved', async ({
  browser,
}) => {
  const organization = await mintOrganization({ groups: ['Sales'] })
  const [first, second] = organization.admins
  const group = organization.groups[0]
  if (!first || !second || !group) throw new Error('the organization is too small')
  const [ana, tom] = await Promise.all([signIn(browser, first), signIn(browser, second)])
  await Promise.all([ana.openGroup(group.id), tom.openGroup(group.id)])
  await tom.chooseInRowMenu('Person 02', 'Remove from group')
  await tom.page.getByRole('button', { name: /Stage removal/ }).click()
  await tom.stage('members', ['Person 21'])
  await expect(ana.staged('members', 'Person 02')).toContainText(/staged by Tom/i)

  await ana.chooseInRowMenu('Person 02', 'Remove from group')
  await ana.page
    .getByRole('alertdialog')
    .getByRole('button', { name: /^Remove/ })
    .click()
  await expect(tom.staged('members', 'Person 02')).toContainText(/removed by Ana/i)
  await tom.saveButton(1).click()
  await expect(tom.row('Members', 'Person 21')).toBeVisible()
  await expect(ana.row('Members', 'Person 21')).toBeVisible()
  await expect(tom.row('Members', 'Person 02')).toHaveCount(0, { timeout: 20_000 })
})
