import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import { type Console, serverUrl, signIn } from '../harness/console.ts'
import { mintOrganization } from '../harness/organization.ts'

async function seriousOn(page: Console['page']): Promise<string[]> {
  const result = await new AxeBuilder({ page }).analyze()
  return result.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious on any page in the ${colorScheme} theme`, async ({ browser }) => {
    const organization = await mintOrganization()
    const [first] = organization.admins
    const group = organization.groups[0]
    if (!first || !group) throw new Error('the organization is too small')
    const ana = await signIn(browser, first)
    await ana.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await ana.openGroup(group.id)
    await ana.stage('members', ['Person 11'])
    await expect(ana.saveButton(1)).toBeEnabled()
    expect(await seriousOn(ana.page)).toEqual([])
    for (const path of ['/groups', '/users', '/dashboards', '/staged']) {
      await ana.page.goto(serverUrl() + path)
      await expect(ana.connection).toHaveText('Live')
      await ana.page.waitForLoadState('networkidle')
      expect(await seriousOn(ana.page), path).toEqual([])
    }
    await ana.page.keyboard.press('Control+k')
    await expect(ana.page.getByRole('dialog')).toBeVisible()
    expect(await seriousOn(ana.page), 'palette').toEqual([])
    const stranger = await (await browser.newContext({ colorScheme })).newPage()
    await stranger.goto(`${serverUrl()}/sign-in`)
    await expect(stranger.getByLabel('E-mail')).toBeVisible()
    expect(await seriousOn(stranger), 'sign-in').toEqual([])
  })
}
