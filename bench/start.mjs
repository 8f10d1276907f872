/**
 * `npm run bench`: installs the bench's own packages where they are missing or outdated, lets this process open as many
 * files as it may (thousands of consoles are thousands of sockets), and runs it.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const main = fileURLToPath(new URL('src/main.ts', import.meta.url))

/** npm notes beside what it installed which lock that was; here, the lock itself. */
function isInstalled() {
  const installed = `${here}node_modules/.package-lock.json`
  if (!existsSync(installed)) return false
  const read = (path) => JSON.parse(readFileSync(path, 'utf8')).packages
  const there = read(installed)
  return Object.entries(read(`${here}package-lock.json`)).every(
    ([path, { version, optional }]) => path === '' || optional || there[path]?.version === version,
  )
}

function run(command, args) {
  const { status, signal } = spawnSync(command, args, { stdio: 'inherit' })
  if (status !== 0) process.exit(signal ? 1 : (status ?? 1))
}

if (!isInstalled()) run('npm', ['ci', '--prefix', here])
const args = ['--expose-gc', main, ...process.argv.slice(2)]
if (process.platform === 'win32') run(process.execPath, args)
else run('/bin/sh', ['-c', 'ulimit -n "$(ulimit -Hn)"; exec "$0" "$@"', process.execPath, ...args])
