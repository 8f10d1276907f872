/** Hocuspocus as it comes, with its database extension on Postgres. Started as a process of its own. */
import { Database } from '@hocuspocus/extension-database'
import { Server } from '@hocuspocus/server'
import postgres from 'postgres'
import { endWithParent } from '../end-with-parent.ts'

endWithParent()
const sql = postgres(process.env.DATABASE_URL ?? '', { max: 4 })
const server = new Server({
  quiet: true,
  stopOnSignals: false,
  // A console without presence says nothing for minutes; by default it is cut off after one.
  timeout: 60 * 60_000,
  websocketOptions: { perMessageDeflate: false, maxPayload: 256 * 2 ** 20 },
  extensions: [
    new Database({
      async fetch({ documentName }) {
        const [row] = await sql<{ state: Buffer }[]>`select state from documents where name = ${documentName}`
        return row?.state ?? null
      },
      async store({ documentName, state }) {
        await sql`
          insert into documents (name, state) values (${documentName}, ${Buffer.from(state)})
          on conflict (name) do update set state = excluded.state`
      },
    }),
  ],
  // It would unload a document with its last console. A connection of our own keeps it in memory, as the
  // other systems do, so that opening a list means the same for all.
  async afterLoadDocument({ instance, documentName }) {
    setImmediate(() => instance.openDirectConnection(documentName))
  },
})
// Its own `listen` takes port 0 for "none given".
server.httpServer.listen(0, '127.0.0.1', () => console.log(`listening ${server.address.port}`))
