/**
 * For tests: a backup of a database and its restore, in moments. A copy beside it on the same server, put back later under the
 * same name. Whoever is connected is cut off. After the restore the database is another one to Postgres, as after
 * `pg_restore`; its rows, the epoch among them, are those of the backup.
 */
import { connect } from './connection.ts'

export class DatabaseCopy {
  readonly #server: string
  readonly #name: string

  private constructor(server: string, name: string) {
    this.#server = server
    this.#name = name
  }

  /** Copies the database of this URL as it is now. */
  static async of(url: string): Promise<DatabaseCopy> {
    const server = new URL(url)
    const name = server.pathname.slice(1)
    server.pathname = '/postgres'
    const copy = new DatabaseCopy(server.href, name)
    await copy.#run(
      `alter database ${name} allow_connections false`,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
      `create database ${name}_copy template ${name}`,
      `alter database ${name} allow_connections true`,
    )
    return copy
  }

  /** The database becomes what it was when it was copied. */
  async restore(): Promise<void> {
    await this.#run(
      `drop database ${this.#name} with (force)`,
      `create database ${this.#name} template ${this.#name}_copy`,
    )
  }

  async drop(): Promise<void> {
    await this.#run(`drop database if exists ${this.#name}_copy with (force)`)
  }

  async #run(...statements: string[]): Promise<void> {
    const sql = connect(this.#server, { max: 1 })
    try {
      for (const statement of statements) await sql.unsafe(statement)
    } finally {
      await sql.end()
    }
  }
}
