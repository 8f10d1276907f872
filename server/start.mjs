/**
 * The way in. Plain JavaScript that any Node can load: an old one is told so in words, before it meets
 * TypeScript that it cannot read. With `--build` it first builds the console, unless that is already done.
 */
import { spawnSync } from 'node:child_process'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Muster needs Node.js 22.18 or newer, and this is ${process.versions.node}. ` +
      'Start it with "npm start", which brings its own Node, or install a newer one from https://nodejs.org.',
  )
  process.exit(1)
}

// Later starts need not compile everything anew.
module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/muster', import.meta.url)))

// Before anything is built: whoever mistyped a setting need not wait for it.
try {
  const { readEnvironment } = await import('./src/env.ts')
  readEnvironment()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}

if (process.argv.includes('--build')) {
  console.log('Building the console…')
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1' }
  const args = ['run', 'build', '--output-logs=errors-only']
  const built = spawnSync('turbo', args, {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (built.status !== 0) {
    console.error('The console could not be built; "npm run build" says why.')
    process.exit(1)
  }
}

await import('./src/main.ts')
