/** What an admin sees and does, in the words of the page. Selectors are accessible names only. */
import { type Browser, type BrowserContext, expect, type Locator, type Page } from '@playwright/test'
import type { SignIn } from './organization.ts'

export const serverUrl = () => process.env.MUSTER_E2E_URL ?? 'http://127.0.0.1:3000'

export class Console {
  readonly page: Page
  readonly context: BrowserContext
  /** Where this console reaches the server: a node, or the way to one. */
  readonly url: string

  constructor(page: Page, context: BrowserContext, url = serverUrl()) {
    this.page = page
    this.context = context
    this.url = url
  }

  region(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true })
  }

  get connection(): Locator {
    return this.page.getByRole('status', { name: 'Connection' })
  }

  async openGroup(groupId: string): Promise<void> {
    await this.page.goto(`${this.url}/groups/${groupId}`)
    await expect(this.region('Members')).toBeVisible()
  }

  async openGroups(): Promise<void> {
    await this.page.goto(`${this.url}/groups`)
    await expect(this.page.getByRole('searchbox', { name: 'Search groups' })).toBeVisible()
  }

  /** Picks people (or dashboards) in the add combobox and stages them together. */
  async stage(kind: 'members' | 'dashboards', names: string[]): Promise<void> {
    const box = this.page.getByRole('combobox', { name: `Add ${kind}` })
    for (const name of names) {
      await box.fill(name)
      await this.page
        .getByRole('option', { name: new RegExp(name) })
        .first()
        .click()
      await box.press('Enter')
      await expect(this.staged(kind, name)).toBeVisible()
    }
  }

  /** The staged entry that names this person or dashboard. */
  staged(kind: 'members' | 'dashboards', name: string): Locator {
    return this.region(`Staged ${kind}`).getByRole('listitem').filter({ hasText: name })
  }

  row(region: string, name: string): Locator {
    return this.region(region)
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name: new RegExp(name) }) })
  }

  async chooseInRowMenu(name: string, item: string): Promise<void> {
    await this.page.getByRole('button', { name: `Actions for ${name}` }).click()
    await this.page.getByRole('menuitem', { name: item }).click()
  }

  /** Where the page is scrolled to. */
  scrolled(): Promise<number> {
    return this.page.evaluate(() => document.querySelector('[data-page-scroller]')?.scrollTop ?? -1)
  }

  /** Presses Tab (or Shift+Tab) until this has the focus, as somebody without a mouse does. */
  async tabTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await expect(target).toBeVisible()
    for (let presses = 0; presses < 120; presses++) {
      if (await target.evaluate((element) => element === document.activeElement)) return
      await this.page.keyboard.press(key)
    }
    throw new Error(`${key} does not lead to ${target}`)
  }

  /** Moves the row cursor down with `j` until it is on this row. */
  async cursorTo(row: Locator): Promise<void> {
    await expect(row).toBeVisible()
    for (let presses = 0; presses < 60; presses++) {
      await this.page.keyboard.press('j')
      if (await row.evaluate((element) => element === document.activeElement)) return
    }
    throw new Error(`the row cursor does not come to ${row}`)
  }

  saveButton(count: number): Locator {
    return this.page.getByRole('button', {
      name: count === 1 ? 'Save 1 change' : `Save ${count} changes`,
      exact: true,
    })
  }
}

/** Fills in the sign-in page that is open and sends it. */
export async function fillSignIn(page: Page, who: SignIn): Promise<void> {
  await page.getByLabel('E-mail').fill(who.email)
  await page.getByLabel('Password', { exact: true }).fill(who.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** A fresh browser profile, signed in. */
export async function signIn(browser: Browser, who: SignIn, url = serverUrl()): Promise<Console> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${url}/sign-in`)
  await fillSignIn(page, who)
  const console = new Console(page, context, url)
  await expect(console.connection).toHaveText('Live')
  return console
}
