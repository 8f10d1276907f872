/**
 * A Postgres of a scenario's own that keeps what it acknowledged (fsync on) and may be harmed. Owns its data folder
 * and its process; its address stays the same over restarts.
 */
import { chownSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type Sql } from '@muster/db/connection.ts'
import { type Embedded, startEmbedded } from '@muster/db/embedded/start-embedded.ts'
import { migrate } from '@muster/db/migrate.ts'
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts'

export interface PostgresOptions {
  /** An empty folder that exists: tables and indexes are kept there, the log and all else elsewhere. */
  tablesIn?: string
  settings?: Record<string, string>
}

export class Postgres {
  /** Its address, whatever happens to the process behind it. */
  readonly url: string
  readonly #front: TcpProxy
  readonly #options: { dataDir: string; settings: Record<string, string> }
  #embedded: Embedded

  /** Starts one and migrates its database. */
  static async start(options: PostgresOptions = {}): Promise<Postgres> {
    const dataDir = mkdtempSync(join(tmpdir(), 'muster-faults-'))
    const settings = { max_connections: '100', ...options.settings }
    const embedded = await startEmbedded({ dataDir, settings })
    let postgres: Postgres | undefined
    const front = await startTcpProxy(() => ({ port: postgres?.port ?? 0 }))
    postgres = new Postgres(embedded, front, { dataDir, settings })
    if (options.tablesIn) await moveTables(postgres.url, dataDir, options.tablesIn)
    const sql = connect(postgres.url, { max: 2 })
    await migrate(sql).finally(() => sql.end())
    return postgres
  }

  private constructor(
    embedded: Embedded,
    front: TcpProxy,
    options: { dataDir: string; settings: Record<string, string> },
  ) {
    this.#embedded = embedded
    this.#front = front
    this.#options = options
    this.url = front.through(embedded.url)
  }

  /** The port that it listens on at the moment. */
  get port(): number {
    return Number(new URL(this.#embedded.url).port)
  }

  /** A restart of the service: sessions are ended, transactions under way rolled back. */
  async restart(): Promise<void> {
    await this.#embedded.stop()
    await this.#start()
  }

  /** Ends it at once with this signal to its first process: SIGQUIT aborts everything, SIGKILL even without a word. */
  async kill(signal: 'SIGQUIT' | 'SIGKILL'): Promise<void> {
    const [pid] = readFileSync(join(this.#options.dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')
    process.kill(Number(pid), signal)
    await this.#embedded.ended
    await this.#embedded.stop()
  }

  async startAgain(): Promise<void> {
    await this.#start()
  }

  /** Runs some statements as its owner, on a connection of their own. */
  async ask<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const sql = connect(this.url, { max: 1, applicationName: 'muster test' })
    try {
      return await work(sql)
    } finally {
      await sql.end({ timeout: 5 })
    }
  }

  async stop(): Promise<void> {
    await this.#embedded.stop()
    await this.#front.stop()
    rmSync(this.#options.dataDir, { recursive: true, force: true })
  }

  async #start(): Promise<void> {
    this.#embedded = await startEmbedded(this.#options)
  }
}

/** Moves the database `muster` into a tablespace in this folder. */
async function moveTables(url: string, dataDir: string, folder: string): Promise<void> {
  const { uid, gid } = statSync(join(dataDir, 'postgres'))
  chownSync(folder, uid, gid)
  const elsewhere = new URL(url)
  elsewhere.pathname = '/postgres'
  const sql = connect(elsewhere.href, { max: 2 })
  try {
    await sql.unsafe(`create tablespace elsewhere location '${folder}'`)
    await sql`alter database muster set tablespace elsewhere`
  } finally {
    await sql.end()
  }
}
