import type postgres from 'postgres'

/** The table that this server keeps: all updates of all documents, in order. */
export const createLog = `create table document_updates (
  id bigint generated always as identity primary key,
  room text not null,
  update bytea not null
); create index on document_updates (room, id)`

export interface UpdateLog {
  /** Resolves when they are on disk: one statement, one commit. */
  append(room: string, updates: readonly Uint8Array[]): Promise<void>
  read(room: string): Promise<Uint8Array[]>
}

export function openLog(sql: postgres.Sql): UpdateLog {
  return {
    async append(room, updates) {
      const rows = updates.map((update) => ({ room, update: Buffer.from(update) }))
      await sql`insert into document_updates ${sql(rows, 'room', 'update')}`
    },
    async read(room) {
      const rows = await sql<{ update: Buffer }[]>`
        select update from document_updates where room = ${room} order by id`
      return rows.map((row) => row.update)
    },
  }
}
