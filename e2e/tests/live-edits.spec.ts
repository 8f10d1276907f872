import { expect, test } from '@playwright/test'
import { signIn } from '../harness/console.ts'
import { otherAdmin } from '../harness/engine-client.ts'
import { type MintOptions, mintOrganization } from '../harness/organization.ts'

async function sales(options: MintOptions = {}) {
  const organization = await mintOrganization({ groups: ['Sales'], ...options })
  const [ana, tom, bea] = organization.admins
  const [group] = organization.groups
  if (!ana || !tom || !bea || !group) throw new Error('the organization is too small')
  const person = (number: number) => {
    const found = organization.people[number - 1]
    if (!found) throw new Error(`there is no person ${number}`)
    return found
  }
  return { organization, ana, tom, bea, group, person }
}

test('a group is renamed while another admin types in its description, and neither is lost', async ({
  browser,
}) => {
  const { ana: first, tom: second, group } = await sales()
  const [ana, tom] = await Promise.all([signIn(browser, first), signIn(browser, second)])
  await Promise.all([ana.openGroup(group.id), tom.openGroup(group.id)])
  const description = tom.page.getByRole('textbox', { name: 'Description' })
  await tom.page.getByRole('button', { name: 'Edit description' }).click()
  await expect(description).toBeFocused()
  await tom.page.keyboard.type('People who sell ')

  await ana.page.getByRole('button', { name: 'Edit name' }).click()
  await ana.page.getByRole('textbox', { name: 'Name', exact: true }).fill('Sales EMEA')
  await ana.page.keyboard.press('Enter')
  await expect(tom.page.getByRole('heading', { name: 'Sales EMEA' })).toBeVisible()

  await expect(description).toBeFocused()
  await tom.page.keyboard.type('in the north')
  await expect(description).toHaveValue('People who sell in the north')
  await tom.page.keyboard.press('Enter')
  for (const admin of [ana, tom]) {
    await expect(admin.page.getByRole('heading', { name: 'Sales EMEA' })).toBeVisible()
    await expect(admin.page.getByText('People who sell in the north')).toBeVisible()
  }
})

test('an editor that another admin has open says so, and is not offered until they leave it', async ({
  browser,
}) => {
  const { ana: first, tom: second, group } = await sales()
  const [ana, tom] = await Promise.all([signIn(browser, first), signIn(browser, second)])
  await Promise.all([ana.openGroup(group.id), tom.openGroup(group.id)])
  await tom.page.getByRole('button', { name: 'Edit description' }).click()
  await expect(ana.page.getByText('Tom is editing')).toBeVisible()
  await expect(ana.page.getByRole('button', { name: 'Edit description' })).toHaveCount(0)
  await expect(ana.page.getByRole('button', { name: 'Edit name' })).toBeVisible()
  await tom.page.keyboard.press('Escape')
  await expect(ana.page.getByText('Tom is editing')).toHaveCount(0)
  await expect(ana.page.getByRole('button', { name: 'Edit description' })).toBeVisible()
})

for (const { choice, choose, outcome } of [
  { choice: 'keeps their own words', choose: 'Use mine', outcome: 'My half of a sentence' },
  { choice: 'takes the others’ words', choose: 'Keep Bea’s', outcome: 'Written by Bea meanwhile' },
]) {
  test(`an admin whose field changes underneath keeps what is half typed, is told, and ${choice}`, async ({
    browser,
  }) => {
    const { organization, tom: second, bea: third, group } = await sales()
    const bea = await otherAdmin(organization, third)
    const tom = await signIn(browser, second)
    await tom.openGroup(group.id)
    await tom.page.getByRole('button', { name: 'Edit description' }).click()
    await tom.page.keyboard.type('My half of a sentence')
    await bea.does('group.describe', { groupId: group.id, description: 'Written by Bea meanwhile' })
    await expect(tom.page.getByText('Bea changed it to “Written by Bea meanwhile”')).toBeVisible()
    await expect(tom.page.getByRole('textbox', { name: 'Description' })).toHaveValue('My half of a sentence')
    await expect(tom.page.getByRole('textbox', { name: 'Description' })).toBeFocused()
    await tom.page.getByRole('button', { name: choose }).click()
    await expect(tom.page.getByRole('textbox', { name: 'Description' })).toHaveCount(0)
    await expect(tom.page.getByText(outcome)).toBeVisible()
    await tom.page.reload()
    await expect(tom.page.getByText(outcome)).toBeVisible()
    bea.leave()
  })
}

test('commits of another admin move no scroll, and take no selection, focus or half-typed word', async ({
  browser,
}) => {
  const { organization, ana: first, bea: third, group, person } = await sales({ people: 60, members: 30 })
  const bea = await otherAdmin(organization, third)
  const ana = await signIn(browser, first)
  await ana.openGroup(group.id)
  for (const name of ['Person 02', 'Person 04']) {
    await ana.page.getByRole('checkbox', { name: `Select ${name}` }).check()
  }
  const box = ana.page.getByRole('combobox', { name: 'Add members' })
  await box.click()
  await ana.page.keyboard.type('4')
  await expect(ana.page.getByRole('option', { name: /Person 41/ })).toBeVisible()
  await ana.page.keyboard.press('ArrowDown')
  await ana.page.keyboard.press('ArrowDown')
  await ana.page.keyboard.press('Space')
  await expect(ana.page.getByRole('button', { name: 'Stage 1 person' })).toBeVisible()
  await expect(ana.page.getByRole('option', { name: /Person 41/ })).toHaveAttribute('aria-selected', 'true')
  await ana.page.keyboard.press('ArrowLeft')
  await ana.page.mouse.wheel(0, 120)
  await expect.poll(() => ana.scrolled()).toBeGreaterThan(0)
  const before = {
    scrolled: await ana.scrolled(),
    box: await box.boundingBox(),
    row: await ana.row('Members', 'Person 04').boundingBox(),
    active: await box.getAttribute('aria-activedescendant'),
  }

  await bea.does('membership.remove', { groupId: group.id, userIds: [person(3).id, person(7).id] })
  await bea.does('membership.add', { groupId: group.id, userIds: [40, 42, 50].map((at) => person(at).id) })
  await bea.does('group.rename', { groupId: group.id, name: 'Sales EMEA' })
  await expect(ana.page.getByRole('heading', { name: 'Sales EMEA' })).toHaveCount(1)
  await expect(ana.row('Members', 'Person 03')).toContainText('Removed by Bea')
  await expect(ana.page.getByRole('option', { name: /Person 42/ })).toContainText('Already a member')

  expect({
    scrolled: await ana.scrolled(),
    box: await box.boundingBox(),
    row: await ana.row('Members', 'Person 04').boundingBox(),
    active: await box.getAttribute('aria-activedescendant'),
  }).toEqual(before)
  await expect(box).toBeFocused()
  await expect(box).toHaveValue('4')
  expect(await box.evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(0)
  await expect(ana.page.getByRole('option', { name: /Person 41/ })).toHaveAttribute('aria-selected', 'true')
  for (const name of ['Person 02', 'Person 04']) {
    await expect(ana.page.getByRole('checkbox', { name: `Select ${name}` })).toBeChecked()
  }
  bea.leave()
})

test('a row that another admin removed stays struck under the pointer and goes when the pointer leaves', async ({
  browser,
}) => {
  const { organization, ana: first, tom: second, group, person } = await sales()
  const tom = await otherAdmin(organization, second)
  const ana = await signIn(browser, first)
  await ana.openGroup(group.id)
  await ana.row('Members', 'Person 02').hover()
  await tom.does('membership.remove', { groupId: group.id, userIds: [person(3).id] })
  const removed = ana.row('Members', 'Person 03')
  await expect(removed).toContainText('Removed by Tom')
  const place = await removed.boundingBox()
  await tom.does('membership.add', { groupId: group.id, userIds: [person(12).id] })
  const added = ana.row('Members', 'Person 12')
  await expect(added).toContainText('Added by Tom, just now')
  // The younger mark has had its time, so the older one had it, too.
  await expect(added).not.toContainText('Added by Tom', { timeout: 20_000 })
  await expect(removed).toContainText('Removed by Tom')
  expect(await removed.boundingBox()).toEqual(place)
  await expect(removed.getByRole('checkbox')).toHaveCount(0)
  await expect(removed.getByRole('button', { name: 'Actions for Person 03' })).toHaveCount(0)

  await ana.page.getByRole('heading', { name: 'Danger zone' }).hover()
  await expect(removed).toHaveCount(0)
  await expect(ana.row('Members', 'Person 12')).toBeVisible()
  tom.leave()
})

test('rows that another admin adds to a full page wait behind a pill that says how many and whose', async ({
  browser,
}) => {
  const { organization, ana: first, tom: second, group, person } = await sales({ members: 20 })
  const tom = await otherAdmin(organization, second)
  await tom.does('membership.remove', { groupId: group.id, userIds: [person(3).id, person(5).id] })
  const ana = await signIn(browser, first)
  await ana.openGroup(group.id)
  await expect(ana.row('Members', 'Person 12')).toBeVisible()
  const place = await ana.row('Members', 'Person 12').boundingBox()
  await tom.does('membership.add', { groupId: group.id, userIds: [person(3).id, person(5).id] })
  const pill = ana.region('Members').getByRole('button', { name: '2 new members by Tom, show' })
  await expect(pill).toBeVisible()
  await expect(ana.row('Members', 'Person 03')).toHaveCount(0)
  expect(await ana.row('Members', 'Person 12').boundingBox()).toEqual(place)
  await pill.click()
  await expect(ana.row('Members', 'Person 03')).toBeVisible()
  await expect(ana.row('Members', 'Person 05')).toBeVisible()
  await expect(ana.row('Members', 'Person 12')).toHaveCount(0)
  await expect(pill).toHaveCount(0)
  tom.leave()
})

test('admins see who else is here, which row they select, and that they went', async ({ browser }) => {
  const { ana: first, tom: second, group } = await sales()
  const [ana, tom] = await Promise.all([signIn(browser, first), signIn(browser, second)])
  await Promise.all([ana.openGroup(group.id), tom.openGroup(group.id)])
  await expect(ana.region('Also here').getByRole('button', { name: /Tom Okafor/ })).toBeVisible()
  await expect(tom.region('Also here').getByRole('button', { name: /Ana Ferreira/ })).toBeVisible()

  const row = ana.row('Members', 'Person 02')
  await tom.page.getByRole('checkbox', { name: 'Select Person 02' }).check()
  await expect(row).toContainText('Tom is selecting')
  const outline = await row.evaluate((element) => {
    const hue = getComputedStyle(element).getPropertyValue('--held-hue')
    const drawn = getComputedStyle(element.lastElementChild ?? element, '::after')
    const asked = document.body.appendChild(document.createElement('i'))
    asked.style.color = hue
    return { drawn: drawn.borderTopColor, width: drawn.borderTopWidth, asked: getComputedStyle(asked).color }
  })
  expect(outline.drawn).toBe(outline.asked)
  expect(Number.parseFloat(outline.width)).toBeGreaterThanOrEqual(1)
  // It is information, not a lock.
  await ana.chooseInRowMenu('Person 02', 'Stage removal')
  await expect(tom.staged('members', 'Person 02')).toContainText(/staged by Ana/i)

  await tom.page.getByRole('checkbox', { name: 'Select Person 02' }).uncheck()
  await expect(row).not.toContainText('Tom is selecting')
  await tom.context.close()
  await expect(ana.region('Also here')).toHaveCount(0, { timeout: 20_000 })
})
