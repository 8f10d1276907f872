import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, type Page, test } from '@playwright/test'
import { type Console, serverUrl, signIn } from '../harness/console.ts'
import { mintOrganization } from '../harness/organization.ts'

const file = (name: string) => fileURLToPath(new URL(`../../db/data/kubernetes/${name}`, import.meta.url))
const linesOf = (name: string) =>
  readFileSync(file(name), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim())
const formatted = (count: number) => count.toLocaleString('en')

const users = linesOf('users.csv')
const distinctUsers = new Set(users.map((line) => line.split(',')[0]?.toLowerCase())).size
const groups = linesOf('groups.csv').length
const memberships = linesOf('memberships.csv').length

/** An organization with one admin and nothing else but the built-in groups. */
const emptyOrganization = () =>
  mintOrganization({ people: 0, groups: [], dashboards: 0, viewers: 0, managers: 0 })

async function openImport(page: Page, what: 'Memberships' | 'Users' | 'Groups'): Promise<void> {
  await page.goto(`${serverUrl()}/staged`)
  await page.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: 'Import CSV…' }).click()
  await page.getByRole('radio', { name: new RegExp(`^${what}`) }).check()
}

/** The three numbers of the dry run: ready, nothing to do, problems. */
async function expectReport(page: Page, ready: number, nothing: number, problems: number): Promise<void> {
  const tabs = page.getByRole('tablist', { name: 'Result of the check' }).getByRole('tab')
  await expect(tabs.nth(0)).toContainText(formatted(ready))
  await expect(tabs.nth(1)).toContainText(formatted(nothing))
  await expect(tabs.nth(2)).toContainText(formatted(problems))
}

async function stageAndSave(admin: Console, count: number): Promise<void> {
  const { page } = admin
  await page.getByRole('button', { name: `Stage ${formatted(count)} changes`, exact: true }).click()
  await expect(page.getByText(`Staged ${formatted(count)} changes`).first()).toBeVisible()
  await page.getByRole('button', { name: `Save ${formatted(count)} changes`, exact: true }).click()
  await expect(page.getByText(`Saved ${formatted(count)} changes`).first()).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText('Nothing is staged')).toBeVisible()
}

test('the three Kubernetes files are imported into an empty organization, and its counts equal theirs', async ({
  browser,
}) => {
  const organization = await emptyOrganization()
  const [first] = organization.admins
  if (!first) throw new Error('the organization has no admin')
  const ana = await signIn(browser, first)
  const { page } = ana

  await openImport(page, 'Users')
  await page.getByLabel('CSV file').setInputFiles(file('users.csv'))
  await expectReport(page, distinctUsers, 0, users.length - distinctUsers)
  await expect(page.getByRole('table').getByText('Twice in the file').first()).toBeVisible()
  await stageAndSave(ana, distinctUsers)

  await openImport(page, 'Groups')
  await page.getByLabel('CSV file').setInputFiles(file('groups.csv'))
  await expectReport(page, groups, 0, 0)
  await stageAndSave(ana, groups)

  await openImport(page, 'Memberships')
  await page.getByLabel('CSV file').setInputFiles(file('memberships.csv'))
  await expectReport(page, memberships, 0, 0)
  await stageAndSave(ana, memberships)

  const main = page.getByRole('navigation', { name: 'Main' })
  await expect(main.getByRole('link', { name: 'Users' })).toContainText(
    formatted(distinctUsers + organization.admins.length),
  )
  // Two groups are built in.
  await expect(main.getByRole('link', { name: 'User groups' })).toContainText(formatted(groups + 2))

  await openImport(page, 'Memberships')
  await page.getByLabel('CSV file').setInputFiles(file('memberships.csv'))
  await expectReport(page, 0, memberships, 0)
  await expect(page.getByRole('button', { name: 'Stage 0 changes' })).toBeDisabled()
})

test('a dry run reports every row that cannot be taken, with its line, and stages the others', async ({
  browser,
}) => {
  const organization = await mintOrganization({ groups: ['Sales EMEA'], people: 8, members: 2 })
  const [first] = organization.admins
  if (!first) throw new Error('the organization has no admin')
  const { page } = await signIn(browser, first)
  const email = (index: number) => organization.people[index]?.email ?? ''
  await openImport(page, 'Memberships')
  await page
    .getByLabel('Rows')
    .fill(
      [
        'email,group,action',
        `${email(4)},Sales EMEA,add`,
        `${email(0)},Sales EMEA,add`,
        `${email(5)},Sales EMA,add`,
        'nobody@nowhere.example,Sales EMEA,add',
        `${email(4)},sales emea,add`,
        `${email(6)},All Users,add`,
        `${email(6)},Sales EMEA,maybe`,
        `${email(1)},Sales EMEA,remove`,
      ].join('\n'),
    )
  await page.getByRole('button', { name: 'Check 9 lines' }).click()
  await expectReport(page, 2, 1, 5)
  const problem = (line: number) =>
    page.getByRole('row').filter({ has: page.getByRole('cell', { name: `Line ${line}`, exact: true }) })
  await expect(problem(4)).toContainText('No such group')
  await expect(problem(4)).toContainText('Sales EMEA')
  await expect(problem(5)).toContainText('No such user')
  await expect(problem(6)).toContainText('line 2')
  await expect(problem(7)).toContainText('Built-in group')
  await expect(problem(8)).toContainText('add or remove')

  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download problems' }).click()
  const saved = readFileSync(await (await downloading).path(), 'utf8')
  expect(saved.trim().split('\r\n')).toHaveLength(6)

  await page.getByRole('button', { name: 'Stage 2 changes', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Save 2 changes', exact: true })).toBeEnabled()
  await expect(page.getByRole('listitem').filter({ hasText: 'Pasted rows' })).toContainText(/staged by you/)
})

test('what was pasted is still there after a refusal and after closing the dialog', async ({ browser }) => {
  const organization = await mintOrganization({ people: 4 })
  const [first] = organization.admins
  if (!first) throw new Error('the organization has no admin')
  const { page, context } = await signIn(browser, first)
  await openImport(page, 'Memberships')
  const rows = `${organization.people[3]?.email},Sales`
  await page.getByLabel('Rows').fill(rows)
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Check 1 line' }).click()
  await expect(page.getByText(/cannot be reached/)).toBeVisible()
  await expect(page.getByLabel('Rows')).toHaveValue(rows)
  await context.setOffline(false)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: 'Import CSV…' }).click()
  await expect(page.getByLabel('Rows')).toHaveValue(rows)
  await page.getByLabel('CSV file').setInputFiles({
    name: 'people.xlsx',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0x00]),
  })
  await expect(page.getByText('This is a spreadsheet, not a CSV file')).toBeVisible()
  await expect(page.getByLabel('Rows')).toHaveValue(rows)
})
