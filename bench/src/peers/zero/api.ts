/** The application's own server beside zero-cache: resolves queries and runs mutators. A process of its own. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mustGetMutator, mustGetQuery, type ReadonlyJSONValue } from '@rocicorp/zero'
import { handleMutateRequest, handleQueryRequest } from '@rocicorp/zero/server'
import { zeroPostgresJS } from '@rocicorp/zero/server/adapters/postgresjs'
import { endWithParent } from '../end-with-parent.ts'
import { mutators } from './mutators.ts'
import { queries, schema } from './schema.ts'

endWithParent()
const dbProvider = zeroPostgresJS(schema, process.env.DATABASE_URL ?? '')

const server = createServer((request, response) => {
  answer(request).then(
    (body) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    },
    (error: unknown) => {
      console.error(error)
      response.writeHead(500)
      response.end()
    },
  )
})
server.listen(0, '127.0.0.1', () => console.log(`listening ${(server.address() as AddressInfo).port}`))

async function answer(request: IncomingMessage): Promise<unknown> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  // In the bench the token is the user's id; who has none is refused by the queries and mutators below.
  const userId = request.headers.authorization?.replace('Bearer ', '')
  if (!userId) throw new Error('nobody is signed in')
  const ctx = { userId }
  const sent = { userID: userId, query: url.searchParams, body: await readBody(request) }
  if (url.pathname === '/query') {
    return handleQueryRequest({
      ...sent,
      schema,
      handler: (name, args) => mustGetQuery(queries, name).fn({ args, ctx }),
    })
  }
  return handleMutateRequest({
    ...sent,
    dbProvider,
    handler: (transact) => transact((tx, name, args) => mustGetMutator(mutators, name).fn({ tx, args, ctx })),
  })
}

async function readBody(request: IncomingMessage): Promise<ReadonlyJSONValue> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString()) as ReadonlyJSONValue
}
