/**
 * `npm test`: lint, types, unit, Postgres (and Redis), faults, end-to-end. Runs everything even when something
 * fails, then closes with one plain line that sums all runners. `--only unit,pg` runs some of it, `--full` the
 * faults in their full form.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findChromium } from './chromium.ts'
import { startRedis } from './redis.ts'
import { run } from './shell.ts'
import { add, closingLine, fromExit, fromPlaywright, fromVitest, nothing, type Tally } from './tally.ts'

const reports = mkdtempSync(join(tmpdir(), 'muster-test-'))

async function vitest(project: string, env: Record<string, string> = {}, reporter = 'dot'): Promise<Tally> {
  const file = join(reports, `${project}.json`)
  const reporters = [`--reporter=${reporter}`, '--reporter=json', `--outputFile.json=${file}`]
  const code = await run('npx', ['--no-install', 'vitest', 'run', '--project', project, ...reporters], env)
  return fromVitest(file, code)
}

const { values } = parseArgs({ options: { only: { type: 'string' }, full: { type: 'boolean' } } })

const stages: Record<string, () => Promise<Tally>> = {
  lint: async () => fromExit(await run('npx', ['--no-install', 'biome', 'check', '.'])),
  types: async () => fromExit(await run('npm', ['run', '--silent', 'typecheck'])),
  unit: () => vitest('unit'),
  pg: async () => {
    const redis = await startRedis()
    if (!redis) console.log('No Redis here and none could be installed: its tests are skipped.')
    try {
      return await vitest('pg', redis ? { TEST_REDIS_URL: redis.url } : {})
    } finally {
      redis?.stop()
    }
  },
  // They start what they kill themselves: Postgres, Redis and servers of their own.
  faults: () => vitest('faults', values.full ? { MUSTER_FAULTS: 'full' } : {}, 'verbose'),
  e2e: async () => {
    const browser = await findChromium()
    if (!browser) {
      console.log('No Chromium here and none could be installed: the end-to-end tests cannot run.')
      return fromExit(1)
    }
    const built = await run('npx', ['--no-install', 'turbo', 'run', 'build', '--output-logs=errors-only'])
    if (built !== 0) return fromExit(built)
    const file = join(reports, 'e2e.json')
    const code = await run(
      'npx',
      ['--no-install', 'playwright', 'test', '--config', 'e2e/playwright.config.ts'],
      {
        CHROMIUM_PATH: browser,
        PLAYWRIGHT_JSON_OUTPUT_NAME: file,
      },
    )
    return fromPlaywright(file, code)
  },
}

const wanted = values.only?.split(',') ?? Object.keys(stages)
let total = nothing

async function take(name: string): Promise<void> {
  const stage = stages[name]
  if (!stage) throw new Error(`There is no stage ${name}; choose from ${Object.keys(stages).join(', ')}`)
  const started = Date.now()
  console.log(`\n--- ${name}`)
  const tally = await stage()
  console.log(
    `--- ${name} ended with ${closingLine(tally)} in ${Math.round((Date.now() - started) / 1000)} s`,
  )
  total = add(total, tally)
}

// Faults mostly wait, for what was killed to come back: Postgres's own tests run beside them.
const beside = ['pg', 'faults']
const isBeside = beside.every((name) => wanted.includes(name))
for (const name of wanted) {
  if (!isBeside || !beside.includes(name)) await take(name)
  else if (name === beside[0]) await Promise.all(beside.map(take))
}
rmSync(reports, { recursive: true, force: true })
console.log(`\n${closingLine(total)}`)
process.exitCode = total.failed > 0 ? 1 : 0
