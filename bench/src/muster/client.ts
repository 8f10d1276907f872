import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import { Client } from '../../../sync/src/client/client.ts'
import { systemWorld } from '../../../sync/src/system-world.ts'
import type { Session, Site } from './site.ts'

export interface OpenClient {
  client: Client
  /** Over all sockets that it had. */
  bytesReceived(): number
  stop(): void
}

/** The browser's own engine client, with this session's cookie. Not started yet. */
export function engineClient(site: Site, session: Session): OpenClient {
  const streams: Socket[] = []
  const client = new Client({
    url: `${site.url.replace('http', 'ws')}/sync?organization=${site.organizationId}`,
    open(address) {
      const headers = { cookie: session.cookie, origin: site.url }
      const socket = new WebSocket(address, { headers, perMessageDeflate: false })
      socket.on('upgrade', (response) => streams.push(response.socket))
      // A refused connection also closes, and that is what the client goes by.
      socket.on('error', () => {})
      return socket
    },
    clientId: randomUUID(),
    world: systemWorld,
  })
  return {
    client,
    bytesReceived: () => streams.reduce((sum, stream) => sum + stream.bytesRead, 0),
    stop: () => client.stop(),
  }
}

/** Starts it and resolves when it is welcome. Throws when the server turns it away. */
export async function goLive({ client }: OpenClient): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const leave = client.on('connection', (state) => {
    if (state.kind === 'live') resolve()
    if (state.kind === 'ended') reject(new Error(`the connection ended: ${state.reason}`))
  })
  client.start()
  await promise.finally(leave)
}
