/** Real servers in temporary folders, started by real processes that are really killed. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, expect, it } from 'vitest'
import { connect } from '../connection.ts'
import { type Embedded, startEmbedded } from './start-embedded.ts'

const root = mkdtempSync(join(tmpdir(), 'muster-embedded-'))
// Only root may enter, as in /root: Postgres' own user works there all the same.
chmodSync(root, 0o700)
const dataDir = join(root, 'data')
const children: ChildProcess[] = []
const servers: Embedded[] = []

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const server of servers.splice(0)) await server.stop()
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

async function start(log?: (line: string) => void): Promise<Embedded> {
  const server = await startEmbedded({ dataDir, ...(log ? { log } : {}) })
  servers.push(server)
  return server
}

async function query(server: { url: string }, text: string) {
  const sql = connect(server.url, { max: 2 })
  return sql.unsafe(text).finally(() => sql.end())
}

/** A process of its own that starts the database and goes on living; answers the database's address. */
async function startInProcess(): Promise<{ child: ChildProcess; url: string }> {
  const module = JSON.stringify(new URL('start-embedded.ts', import.meta.url).href)
  const code = `const { startEmbedded } = await import(${module})
    const server = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)} })
    process.stdout.write(server.url + '\\n')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const url = await new Promise<string>((resolve, reject) => {
    let errors = ''
    child.stderr.on('data', (chunk) => {
      errors += String(chunk)
    })
    child.stdout.on('data', (chunk) => resolve(String(chunk).trim()))
    child.on('exit', () => reject(new Error(errors)))
  })
  return { child, url }
}

async function killed(child: ChildProcess): Promise<void> {
  const exited = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await exited
}

it('keeps its data over a restart, in UTF-8 and independent of the locales of the machine', async () => {
  const first = await start()
  await query(first, `create table kept (word text); insert into kept values ('Zoë 山田')`)
  await first.stop()
  const second = await start()
  expect([...(await query(second, 'select word, upper(word) as loud from kept'))]).toEqual([
    { word: 'Zoë 山田', loud: 'ZOË 山田' },
  ])
  expect([...(await query(second, `select current_setting('fsync') as fsync`))]).toEqual([{ fsync: 'on' }])
})

it('keeps the password to itself', async () => {
  const server = await start()
  const path = join(dataDir, 'postgres-password')
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(server.url).toContain(readFileSync(path, 'utf8').trim())
  const wrong = connect(server.url.replace(/:[^:@/]+@/, ':guess@'), { max: 2 })
  await expect(wrong`select 1`).rejects.toMatchObject({ code: '28P01' })
  await wrong.end()
})

it('refuses a second instance on the same folder, in this process and in another', async () => {
  const { child } = await startInProcess()
  await expect(startEmbedded({ dataDir })).rejects.toThrow(
    /Another Muster is already working in .*data \(process \d+/,
  )
  await killed(child)
  await start()
  await expect(startEmbedded({ dataDir })).rejects.toThrow(/Another Muster/)
  await expect(startInProcess()).rejects.toThrow(/Another Muster/)
})

it('lets exactly one of several starters in when a killed one left its lock', async () => {
  const { child } = await startInProcess()
  await killed(child)
  const outcomes = await Promise.allSettled([startInProcess(), startInProcess(), startInProcess()])
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
})

it('has every committed row after kill -9 in the middle of writing', async () => {
  const { child, url } = await startInProcess()
  const sql = connect(url, { max: 2 })
  await sql`create table counted (n int)`
  let acknowledged = 0
  const writing = (async () => {
    for (;;) {
      await sql`insert into counted values (${acknowledged + 1})`
      acknowledged++
    }
  })().catch(() => {})
  await sleep(100)
  await killed(child)
  await writing
  await sql.end({ timeout: 0 })
  const server = await start()
  const [row] = await query(server, 'select count(*)::int as n from counted')
  expect(acknowledged).toBeGreaterThan(0)
  expect(row?.n).toBeGreaterThanOrEqual(acknowledged)
  expect(row?.n).toBeLessThanOrEqual(acknowledged + 1)
})

it('leaves no server behind when its process is killed', async () => {
  const { child } = await startInProcess()
  const master = Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
  await killed(child)
  await expect.poll(() => isRunning(master), { timeout: 5_000 }).toBe(false)
})

it('stops a server whose watcher was killed too', async () => {
  const { child } = await startInProcess()
  for (const watcher of watchersOf(dataDir)) process.kill(watcher, 'SIGKILL')
  await killed(child)
  const lines: string[] = []
  const server = await start((line) => lines.push(line))
  expect(lines).toContain('Stopping a Postgres that an earlier Muster left behind')
  expect(await query(server, 'select 1 as one')).toHaveLength(1)
})

it('starts although the pid file names a process of somebody else', async () => {
  await (await start()).stop()
  writeFileSync(
    join(dataDir, 'postgres', 'postmaster.pid'),
    `${process.pid}\n/elsewhere\n0\n5432\n\n127.0.0.1\n`,
  )
  expect(await query(await start(), 'select 1 as one')).toHaveLength(1)
})

it('says what is wrong when the folder cannot be used', async () => {
  const file = join(root, 'file')
  writeFileSync(file, '')
  await expect(startEmbedded({ dataDir: join(file, 'data') })).rejects.toThrow(
    /cannot be written \(ENOTDIR\).*MUSTER_DATA_DIR/,
  )
})

it.skipIf(process.platform !== 'linux')('refuses folders in which nothing can be made, at once', () => {
  const module = JSON.stringify(new URL('start-embedded.ts', import.meta.url).href)
  for (const dataDir of ['/proc/nope', '/proc']) {
    const code = `const { startEmbedded } = await import(${module})
      await startEmbedded({ dataDir: '${dataDir}' }).catch((error) => process.stdout.write(error.message))`
    const args = ['--input-type=module', '-e', code]
    const { stdout } = spawnSync(process.execPath, args, { timeout: 10_000, killSignal: 'SIGKILL' })
    expect(String(stdout)).toMatch(/^The data folder \/proc.* cannot be written \(\w+\).*MUSTER_DATA_DIR/)
  }
})

function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** The shells that wait for the end of a process of ours, found by the folder they were started in. */
function watchersOf(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
        return name !== 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === join(folder, 'postgres')
      } catch {
        return false
      }
    })
    .map(Number)
}
