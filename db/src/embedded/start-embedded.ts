import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { connect } from '../connection.ts'
import { findBinaries } from './binaries.ts'
import { freePort } from './free-port.ts'
import { initialise } from './initialise.ts'
import { lockFolder } from './instance-lock.ts'
import { makeFolder } from './make-folder.ts'
import { PortTaken, type Postmaster, type PostmasterOptions, startPostmaster } from './postmaster.ts'
import { postgresUser } from './run-as.ts'
import { settle } from './settle.ts'

export interface EmbeddedOptions {
  /** Where everything is kept; made when missing. The database is in `postgres` inside. */
  dataDir: string
  /** Lines of Postgres' log; unheard by default. */
  log?: (line: string) => void
  /** False trades durability for speed. For tests only. */
  durable?: boolean
  /** More settings of postgresql.conf. */
  settings?: Record<string, string>
}

export interface Embedded {
  /** Of the database `muster`, with its password: do not log it. */
  url: string
  /** Resolves with the reason when the server ends, after `stop` or by itself. */
  ended: Promise<string>
  /** Stops the server cleanly and gives the folder free. Safe to call twice. */
  stop(): Promise<void>
}

/**
 * Starts the Postgres that comes with Muster, making its data folder at the first start. Throws an `Error`
 * with a readable message when the folder cannot be used or another Muster works in it.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const log = options.log ?? (() => {})
  const dataDir = prepare(options.dataDir)
  const lock = lockFolder(dataDir)
  try {
    const folder = join(dataDir, 'postgres')
    const password = passwordIn(dataDir, existsSync(folder))
    const runAs = postgresUser(existsSync(folder) ? folder : undefined)
    const binaries = findBinaries(runAs)
    if (existsSync(folder)) await settle(folder, log)
    else await initialise(folder, password, binaries, runAs)

    const settings = { ...baseSettings, ...(options.durable === false ? fragile : {}), ...options.settings }
    const { postmaster, port } = await startOnPort({ folder, settings, binaries, runAs, log })
    const url = `postgres://muster:${password}@127.0.0.1:${port}/muster`
    await ensureDatabase(`postgres://muster:${password}@127.0.0.1:${port}/postgres`)

    let stopping: Promise<void> | undefined
    return {
      url,
      ended: postmaster.ended,
      stop: () => {
        stopping ??= postmaster.stop().finally(() => lock.release())
        return stopping
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Loopback TCP only. Compiling queries (jit) costs more than it gains at our sizes. */
const baseSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  jit: 'off',
  lc_messages: 'C',
}
const fragile = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

async function startOnPort(
  options: Omit<PostmasterOptions, 'port'>,
): Promise<{ postmaster: Postmaster; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    try {
      return { postmaster: await startPostmaster({ ...options, port }), port }
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === 5) throw error
    }
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const sql = connect(url, { max: 2 })
  try {
    const [found] = await sql`select 1 from pg_database where datname = 'muster'`
    if (!found) await sql`create database muster`
  } finally {
    await sql.end()
  }
}

function prepare(dataDir: string): string {
  const path = resolve(dataDir)
  try {
    makeFolder(path)
    // Rights alone do not tell: in /proc root has all of them and can make nothing.
    rmdirSync(mkdtempSync(join(path, 'trial-')))
    return realpathSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Error(
      `The data folder ${path} cannot be written (${code}). Make it writable for this user, or choose another with MUSTER_DATA_DIR.`,
    )
  }
}

function passwordIn(dataDir: string, dataExists: boolean): string {
  const path = join(dataDir, 'postgres-password')
  if (existsSync(path)) return readFileSync(path, 'utf8').trim()
  if (dataExists) {
    throw new Error(
      `${path} is missing, so the database beside it cannot be opened. Restore the file from a backup.`,
    )
  }
  const password = randomBytes(24).toString('base64url')
  writeFileSync(path, `${password}\n`, { mode: 0o600 })
  return password
}
