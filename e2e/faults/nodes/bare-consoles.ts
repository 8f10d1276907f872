/** Many consoles that only are there: a socket each that says hello. Keeps when they were closed. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { PROTOCOL_VERSION } from '@muster/sync/protocol/version.ts'
import WebSocket from 'ws'
import type { MintedOrganization } from '../../harness/organization.ts'

export interface BareConsole {
  /** Resolves when the socket is closed: with what code, and when (`performance.now`). */
  closed: Promise<{ code: number; at: number }>
  isClosed: boolean
}

/** Opens one for each cookie, one after the other; resolves when all have been welcomed. */
export async function openBareConsoles(
  organization: MintedOrganization,
  url: string,
  cookies: readonly string[],
): Promise<BareConsole[]> {
  const all: BareConsole[] = []
  for (const cookie of cookies) {
    const address = `${url.replace('http', 'ws')}/sync?organization=${organization.id}`
    const socket = new WebSocket(address, { headers: { cookie, origin: url } })
    await once(socket, 'open')
    const closed = new Promise<{ code: number; at: number }>((resolve) =>
      socket.once('close', (code) => {
        bare.isClosed = true
        resolve({ code, at: performance.now() })
      }),
    )
    const bare: BareConsole = { closed, isClosed: false }
    socket.on('error', () => {})
    socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL_VERSION, clientId: randomUUID() }))
    await once(socket, 'message')
    all.push(bare)
  }
  return all
}
