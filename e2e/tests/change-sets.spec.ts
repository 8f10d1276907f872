import AxeBuilder from '@axe-core/playwright'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { serverUrl, signIn } from '../harness/console.ts'
import { mintOrganization } from '../harness/organization.ts'

const sets = (page: Page): Locator => page.getByRole('navigation', { name: 'Change sets' })
const entry = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: 'Entries' }).getByRole('listitem').filter({ hasText: name })

async function createSet(page: Page, name: string): Promise<void> {
  await page.goto(`${serverUrl()}/staged`)
  await page.getByRole('button', { name: 'New change set' }).click()
  await page.getByLabel('Name of the new change set').fill(name)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
}

test('a change set is made, renamed, worked in, talked about and saved', async ({ browser }) => {
  const organization = await mintOrganization({ groups: ['Sales'] })
  const [first, second] = organization.admins
  const group = organization.groups[0]
  if (!first || !second || !group) throw new Error('the organization is too small')
  const [ana, tom] = await Promise.all([signIn(browser, first), signIn(browser, second)])

  await createSet(ana.page, 'Onboarding')
  await ana.page.getByRole('button', { name: 'Edit name' }).click()
  await ana.page.getByRole('textbox', { name: 'Name' }).fill('Q4 onboarding')
  await ana.page.keyboard.press('Enter')
  await tom.page.goto(`${serverUrl()}/staged`)
  await expect(sets(tom.page).getByRole('link', { name: /Q4 onboarding/ })).toBeVisible()

  await ana.page.getByRole('button', { name: 'Work in this change set' }).click()
  await expect(ana.page.getByText('You work in this one', { exact: true })).toBeVisible()
  await ana.openGroup(group.id)
  await ana.stage('members', ['Person 11', 'Person 12'])

  await sets(tom.page)
    .getByRole('link', { name: /Q4 onboarding/ })
    .click()
  await expect(entry(tom.page, 'Person 11')).toContainText(/staged by Ana/)
  await expect(tom.page.getByText('5 members, 7 after')).toBeVisible()
  await tom.page.getByLabel('Comment', { exact: true }).fill('Person 12 starts in December.')
  await tom.page.keyboard.press('Enter')
  await tom.page.getByRole('button', { name: 'Undo the addition of Person 12' }).click()
  await expect(entry(tom.page, 'Person 12')).toHaveCount(0)
  await tom.page.getByRole('button', { name: 'Stage again' }).click()
  await expect(entry(tom.page, 'Person 12')).toContainText(/staged by you/)

  await ana.page.goto(`${serverUrl()}/staged`)
  await expect(ana.page.getByText('Person 12 starts in December.')).toBeVisible()
  await expect(entry(ana.page, 'Person 12')).toContainText(/staged by Tom/)
  await ana.page.getByRole('radio', { name: /^Tom/ }).check()
  await expect(entry(ana.page, 'Person 11')).toHaveCount(0)
  await ana.page.getByRole('radio', { name: /^Everyone/ }).check()
  await expect(entry(ana.page, 'Person 11')).toHaveCount(1)

  await ana.saveButton(2).click()
  await expect(ana.page.getByText('Saved 2 changes to Q4 onboarding').first()).toBeVisible()
  for (const { page } of [ana, tom]) {
    await expect(sets(page).getByRole('link', { name: /Q4 onboarding.*Saved/ })).toBeVisible()
  }
  await ana.openGroup(group.id)
  await expect(ana.row('Members', 'Person 11')).toBeVisible()
})

test('a discarded change set is closed for everybody and nothing of it is saved', async ({ browser }) => {
  const organization = await mintOrganization({ groups: ['Sales'] })
  const [first, second] = organization.admins
  const group = organization.groups[0]
  if (!first || !second || !group) throw new Error('the organization is too small')
  const [ana, tom] = await Promise.all([signIn(browser, first), signIn(browser, second)])
  await createSet(ana.page, 'Reorganisation')
  await ana.page.getByRole('button', { name: 'Work in this change set' }).click()
  await ana.openGroup(group.id)
  await ana.stage('members', ['Person 15'])
  await ana.page.goto(`${serverUrl()}/staged`)
  await expect(entry(ana.page, 'Person 15')).toBeVisible()
  await tom.page.goto(ana.page.url())
  await expect(entry(tom.page, 'Person 15')).toBeVisible()

  await tom.page.getByRole('button', { name: 'Discard all' }).click()
  const asked = tom.page.getByRole('alertdialog')
  await expect(asked).toContainText('staged by Ana')
  await expect(asked.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await asked.getByRole('button', { name: 'Discard change set' }).click()
  await expect(tom.page.getByText('Discarded by you')).toBeVisible()
  await expect(ana.page.getByText(/Discarded by Tom/)).toBeVisible()
  await ana.openGroup(group.id)
  await expect(ana.region('Staged members').getByText('Nothing is staged')).toBeVisible()
})

test('an entry whose group another admin deletes is in conflict, can move to another group, and the rest is saved', async ({
  browser,
}) => {
  const organization = await mintOrganization({ groups: ['Sales', 'Support'] })
  const [first, second] = organization.admins
  const [sales, support] = organization.groups
  if (!first || !second || !sales || !support) throw new Error('the organization is too small')
  const [ana, tom] = await Promise.all([signIn(browser, first), signIn(browser, second)])
  await ana.openGroup(sales.id)
  await ana.stage('members', ['Person 21'])
  await ana.openGroup(support.id)
  await ana.stage('members', ['Person 22'])
  await ana.page.goto(`${serverUrl()}/staged`)
  await expect(entry(ana.page, 'Person 21')).toContainText('Ready')

  await tom.openGroup(sales.id)
  await tom.page.getByRole('button', { name: 'Delete user group' }).click()
  const asked = tom.page.getByRole('alertdialog')
  await asked.getByRole('button', { name: /^Delete/ }).click()

  await expect(entry(ana.page, 'Person 21')).toContainText('Conflict')
  await expect(ana.page.getByText(/Tom deleted the group Sales at/)).toBeVisible()
  await expect(ana.page.getByText('1 change ready. 1 conflict stays in the draft.')).toBeVisible()
  await ana.page.emulateMedia({ reducedMotion: 'reduce' })
  const { violations } = await new AxeBuilder({ page: ana.page }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])

  await ana.saveButton(1).click()
  await expect(entry(ana.page, 'Person 22')).toHaveCount(0)
  await expect(entry(ana.page, 'Person 21')).toContainText('Conflict')
  await ana.page.getByRole('button', { name: 'Pick another group…' }).click()
  await ana.page.getByRole('searchbox', { name: 'Search groups' }).fill('Supp')
  await ana.page.getByRole('button', { name: /^Support/ }).click()
  await expect(entry(ana.page, 'Person 21')).toContainText('Ready')
  await expect(ana.saveButton(1)).toBeEnabled()
})

test('the entries of a change set are walked, selected and taken back by keyboard', async ({ browser }) => {
  const organization = await mintOrganization({ groups: ['Sales'] })
  const [first] = organization.admins
  const group = organization.groups[0]
  if (!first || !group) throw new Error('the organization is too small')
  const ana = await signIn(browser, first)
  const { page } = ana
  await ana.openGroup(group.id)
  await ana.stage('members', ['Person 11', 'Person 12', 'Person 13'])
  await page.goto(`${serverUrl()}/staged`)
  await expect(entry(page, 'Person 13').first()).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  const second = page.getByRole('button', { name: 'Person 12', exact: true })
  await expect(second).toBeFocused()
  await page.keyboard.press('x')
  await expect(second).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('Delete')
  await expect(page.getByRole('button', { name: 'Person 12', exact: true })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Undo the addition of Person 13' })).toBeFocused()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('Saved 2 changes').first()).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
})
