import { expect, type Page, test } from '@playwright/test'
import { Console, serverUrl, signIn } from '../harness/console.ts'
import { mintOrganization } from '../harness/organization.ts'

/** Whoever touches the mouse in these tests has not understood them. */
async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

async function setting() {
  const organization = await mintOrganization()
  const [admin] = organization.admins
  const [sales, support] = organization.groups
  if (!admin || !sales || !support) throw new Error('the organization is too small')
  return { organization, admin, sales, support }
}

test('by keyboard alone: sign in, find a group, stage, take back, save', async ({ page, context }) => {
  const { admin } = await setting()
  await page.goto(`${serverUrl()}/sign-in`)
  await expect(page.getByLabel('E-mail')).toBeFocused()
  await page.keyboard.type(admin.email)
  await press(page, 'Tab')
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused()
  await page.keyboard.type(admin.password)
  await press(page, 'Enter')
  const ana = new Console(page, context)
  await expect(ana.connection).toHaveText('Live')

  await press(page, 'Control+k')
  await expect(page.getByRole('combobox', { name: 'Search or run' })).toBeFocused()
  await page.keyboard.type('Supp')
  await expect(page.getByRole('option', { name: /Support/ })).toHaveAttribute('aria-selected', 'true')
  await press(page, 'Enter')
  await expect(page.getByRole('heading', { name: 'Support', level: 1 })).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)

  const box = page.getByRole('combobox', { name: 'Add members' })
  await press(page, 'a')
  await expect(box).toBeFocused()
  await page.keyboard.type('Person 1')
  await expect(page.getByRole('option', { name: /Person 12/ })).toBeVisible()
  await press(page, 'Control+a')
  await page.keyboard.type('Person 11')
  await expect(page.getByRole('option')).toHaveCount(1)
  await press(page, 'Enter')
  await expect(ana.staged('members', 'Person 11')).toBeVisible()
  for (const name of ['Person 12', 'Person 13']) {
    await expect(box).toBeFocused()
    // The former words are selected: typing replaces them.
    await page.keyboard.type(name)
    await expect(page.getByRole('option')).toHaveCount(1)
    await expect(page.getByRole('option', { name: new RegExp(name) })).toBeVisible()
    await press(page, 'ArrowDown', 'Space', 'Enter')
    await expect(ana.staged('members', name)).toBeVisible()
  }

  await press(page, 'Escape', 'Escape')
  await expect(box).not.toBeFocused()
  await press(page, 'u')
  await expect(ana.staged('members', 'Person 13')).toHaveCount(0)
  const undo = ana.staged('members', 'Person 11').getByRole('button')
  await ana.tabTo(undo)
  await press(page, 'Enter')
  await expect(ana.staged('members', 'Person 11')).toHaveCount(0)
  await expect(ana.staged('members', 'Person 12').getByRole('button')).toBeFocused()

  await expect(ana.saveButton(1)).toBeEnabled()
  await press(page, 'Control+Enter')
  await expect(ana.row('Members', 'Person 12')).toBeVisible()
  await expect(ana.region('Staged members').getByRole('listitem')).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'Members' })).toBeFocused()
})

test('by keyboard alone: go to the groups, search, open one, remove a member from the row menu', async ({
  browser,
}) => {
  const { admin } = await setting()
  const ana = await signIn(browser, admin)
  const { page } = ana
  await page.goto(`${serverUrl()}/users`)
  await expect(ana.connection).toHaveText('Live')
  await press(page, 'g', 'g')
  const search = page.getByRole('searchbox', { name: 'Search groups' })
  await expect(search).toBeVisible()
  await press(page, '/')
  await expect(search).toBeFocused()
  await page.keyboard.type('Fin')
  await expect(ana.row('User groups', 'Sales')).toHaveCount(0)
  await expect(ana.row('User groups', 'Finance')).toBeVisible()
  await ana.tabTo(ana.row('User groups', 'Finance'))
  await press(page, 'Enter')
  await expect(page.getByRole('heading', { name: 'Finance', level: 1 })).toBeVisible()

  await expect(ana.row('Members', 'Person 01')).toBeVisible()
  await press(page, 'j')
  await expect(ana.row('Members', 'Person 01')).toBeFocused()
  await press(page, 'j', 'j', 'k')
  await expect(ana.row('Members', 'Person 02')).toBeFocused()
  const menu = page.getByRole('menu', { name: 'Actions for Person 02' })
  const dialog = page.getByRole('alertdialog')
  const remove = page.getByRole('menuitem', { name: 'Remove from group' })
  const chooseRemove = async () => {
    await press(page, '.')
    await expect(menu).toBeFocused()
    await press(page, 'End')
    await expect(remove).toHaveAttribute('data-highlighted', '')
    await press(page, 'Enter')
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  }
  await chooseRemove()
  await press(page, 'Enter')
  await expect(dialog).toHaveCount(0)
  await expect(ana.row('Members', 'Person 02')).toBeVisible()
  await expect(page.locator('[data-row]:focus-within')).toHaveCount(1)

  await chooseRemove()
  await expect(dialog).toContainText('Person 02')
  await press(page, 'Tab')
  await expect(dialog.getByRole('button', { name: /^Remove/ })).toBeFocused()
  await press(page, 'Enter')
  await expect(dialog).toHaveCount(0)
  await expect(ana.row('Members', 'Person 02')).toHaveCount(0)
})

test('by keyboard alone: add a group, rename it, describe it, discard what is staged, delete it', async ({
  browser,
}) => {
  const { admin } = await setting()
  const ana = await signIn(browser, admin)
  const { page } = ana
  await expect(ana.row('User groups', 'Sales')).toBeVisible()
  await press(page, 'a')
  const name = page.getByRole('textbox', { name: 'Name of the new group' })
  await expect(name).toBeFocused()
  await page.keyboard.type('Night shift')
  await press(page, 'Enter')
  const row = ana.row('User groups', 'Night shift')
  await expect(row).toBeVisible()
  await expect(name).toBeFocused()
  await press(page, 'Escape')
  await expect(name).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Add group' })).toBeFocused()
  await ana.cursorTo(row)
  await press(page, 'Enter')
  await expect(page.getByRole('heading', { name: 'Night shift', level: 1 })).toBeVisible()

  await ana.tabTo(page.getByRole('button', { name: 'Edit name' }))
  await press(page, 'Enter')
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused()
  await page.keyboard.type('Early shift')
  await press(page, 'Enter')
  await expect(page.getByRole('heading', { name: 'Early shift', level: 1 })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Edit name' })).toBeFocused()
  await ana.tabTo(page.getByRole('button', { name: 'Edit description' }))
  await press(page, 'Enter')
  await page.keyboard.type('From 05:00')
  await press(page, 'Enter')
  await expect(page.getByText('From 05:00')).toBeVisible()

  await press(page, 'a')
  await page.keyboard.type('Person 07')
  await expect(page.getByRole('option')).toHaveCount(1)
  await press(page, 'Enter')
  await expect(ana.staged('members', 'Person 07')).toBeVisible()
  await press(page, 'Escape')
  await ana.tabTo(page.getByRole('button', { name: 'Discard' }))
  await press(page, 'Enter')
  await expect(ana.region('Staged members').getByRole('listitem')).toHaveCount(0)

  await ana.tabTo(page.getByRole('button', { name: 'Delete user group' }), 'Shift+Tab')
  await press(page, 'Enter')
  const dialog = page.getByRole('alertdialog')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await press(page, 'Escape')
  await expect(dialog).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Delete user group' })).toBeFocused()
  await press(page, 'Enter')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await press(page, 'Tab', 'Enter')
  await expect(page).toHaveURL(/\/groups$/)
  await expect(ana.row('User groups', 'Sales')).toBeVisible()
  await expect(ana.row('User groups', 'Early shift')).toHaveCount(0)
})

test('the palette adds a group from any page', async ({ browser }) => {
  const { admin } = await setting()
  const ana = await signIn(browser, admin)
  const { page } = ana
  for (const path of ['/users', '/groups']) {
    await page.goto(serverUrl() + path)
    await expect(ana.connection).toHaveText('Live')
    await press(page, 'Control+k')
    await page.keyboard.type('Add group')
    await expect(page.getByRole('option', { name: 'Add group' })).toHaveAttribute('aria-selected', 'true')
    await press(page, 'Enter')
    await expect(page.getByRole('textbox', { name: 'Name of the new group' })).toBeFocused()
  }
})

test('single keys are letters in text fields, and can be turned off in the list of keys', async ({
  browser,
}) => {
  const { admin, sales } = await setting()
  const ana = await signIn(browser, admin)
  const { page } = ana
  await ana.openGroup(sales.id)
  await expect(ana.row('Members', 'Person 01')).toBeVisible()
  await press(page, '/')
  const search = page.getByRole('searchbox', { name: 'Search members' })
  await expect(search).toBeFocused()
  const letters = 'ggujkxa./?'
  await page.keyboard.type(letters)
  await expect(search).toHaveValue(letters)
  await expect(search).toBeFocused()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page).toHaveURL(new RegExp(`/groups/${sales.id}$`))
  await press(page, 'Escape')
  await expect(search).toHaveValue('')
  await press(page, 'Escape')
  await expect(search).not.toBeFocused()

  await press(page, '?')
  const keys = page.getByRole('dialog', { name: 'Keys' })
  await expect(keys).toContainText('Search members')
  await expect(keys).toContainText('Row menu')
  await expect(keys).toContainText('Go to User groups')
  const single = keys.getByRole('checkbox', { name: /Use single keys/ })
  await expect(single).toBeChecked()
  await ana.tabTo(single)
  await press(page, 'Space')
  await expect(single).not.toBeChecked()
  await press(page, 'Escape')
  await expect(keys).toHaveCount(0)
  await press(page, '/', 'a', '?')
  await expect(search).not.toBeFocused()
  await press(page, 'Control+k')
  await expect(page.getByRole('combobox', { name: 'Search or run' })).toBeFocused()
  await expect(keys).toHaveCount(0)
})

test('what is typed right after opening the palette is for the palette, and keys rest behind dialogs', async ({
  browser,
}) => {
  const { admin, sales } = await setting()
  const ana = await signIn(browser, admin)
  const { page } = ana
  await ana.openGroup(sales.id)
  await ana.stage('members', ['Person 11'])
  await expect(ana.saveButton(1)).toBeEnabled()
  await press(page, 'Escape', 'Escape', 'Control+k')
  await page.keyboard.type('undo')
  await expect(page.getByRole('combobox', { name: 'Search or run' })).toHaveValue('undo')
  await press(page, 'Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await press(page, 'j')
  await expect(ana.row('Members', 'Person 01')).toBeFocused()
  await press(page, 'Control+k')
  await expect(page.getByRole('combobox', { name: 'Search or run' })).toBeFocused()
  await press(page, 'Escape')
  await expect(ana.row('Members', 'Person 01')).toBeFocused()

  await press(page, '?')
  const keys = page.getByRole('dialog', { name: 'Keys' })
  await expect(keys.getByRole('button', { name: 'Close' })).toBeFocused()
  await press(page, 'u', 'a', 'g', 'g', 'Control+Enter', 'Escape')
  await expect(keys).toHaveCount(0)
  await expect(page).toHaveURL(new RegExp(`/groups/${sales.id}$`))
  await expect(ana.staged('members', 'Person 11')).toBeVisible()
  await expect(ana.row('Members', 'Person 11')).toHaveCount(0)
})

test('Escape closes what is on top, then clears the selection, then leaves the field', async ({
  browser,
}) => {
  const { admin, sales } = await setting()
  const ana = await signIn(browser, admin)
  const { page } = ana
  await ana.openGroup(sales.id)
  await expect(ana.row('Members', 'Person 01')).toBeVisible()
  await press(page, 'j', 'x', 'j', 'j', 'Shift+x')
  const chosen = ana.region('Members').getByRole('checkbox', { name: /^Select Person/, checked: true })
  await expect(chosen).toHaveCount(3)
  await press(page, '.')
  await expect(page.getByRole('menu')).toBeFocused()
  await press(page, 'Escape')
  await expect(page.getByRole('menu')).toHaveCount(0)
  await expect(chosen).toHaveCount(3)
  await press(page, '?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await press(page, 'Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(chosen).toHaveCount(3)
  await press(page, 'Escape')
  await expect(chosen).toHaveCount(0)

  const box = page.getByRole('combobox', { name: 'Add members' })
  await press(page, 'a')
  await page.keyboard.type('Person')
  await expect(page.getByRole('listbox', { name: 'People' })).toBeVisible()
  await press(page, 'Escape')
  await expect(page.getByRole('listbox', { name: 'People' })).toHaveCount(0)
  await expect(box).toBeFocused()
  await expect(box).toHaveValue('Person')
  await press(page, 'Escape')
  await expect(box).not.toBeFocused()
})
