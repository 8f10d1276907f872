/**
 * Finds a real Chromium for the end-to-end tests: one that is installed, else Playwright's own, else
 * Debian's package.
 */
import { existsSync } from 'node:fs'
import { chromium } from 'playwright'
import { aptInstall, installed, run } from './shell.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'] as const

/** Path of the browser, or undefined when there is none and none can be installed. */
export async function findChromium(): Promise<string | undefined> {
  const given = process.env.CHROMIUM_PATH
  if (given) return given
  const here = installed(...names)
  if (here) return here
  const own = chromium.executablePath()
  if (existsSync(own)) return own
  console.log('No Chromium found; installing one for the end-to-end tests.')
  if ((await run('npx', ['--no-install', 'playwright', 'install', 'chromium'])) === 0 && existsSync(own))
    return own
  await aptInstall('chromium')
  return installed(...names)
}
