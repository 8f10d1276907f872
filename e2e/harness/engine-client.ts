/** Another admin without a browser: the engine's own client, for commits that a test wants at once. */
import { randomUUID } from 'node:crypto'
import { Client } from '@muster/sync/client/client.ts'
import { isProblem } from '@muster/sync/protocol/problem.ts'
import { systemWorld } from '@muster/sync/system-world.ts'
import type { World } from '@muster/sync/world.ts'
import WebSocket from 'ws'
import { serverUrl } from './console.ts'
import type { MintedOrganization, SignIn } from './organization.ts'
import { cookieOf } from './raw-socket.ts'

export interface EngineClientOptions {
  organizationId: string
  /** Of a session, as `cookieOf` answers it. */
  cookie: string
  /** Of the server, or of the way to it. */
  url: string
  /** Time and chance of the console; those of this machine by default. */
  world?: World
}

/** A client with this session. Not started yet. */
export function openEngineClient({ organizationId, cookie, url, world }: EngineClientOptions): Client {
  return new Client({
    url: `${url.replace('http', 'ws')}/sync?organization=${organizationId}`,
    open(address) {
      const socket = new WebSocket(address, { headers: { cookie, origin: url } })
      // A refused connection also closes, and that is what the client goes by.
      socket.on('error', () => {})
      return socket
    },
    clientId: randomUUID(),
    world: world ?? systemWorld,
  })
}

/** A client of this admin, signed in. Not started yet. */
export async function engineClient(
  organization: MintedOrganization,
  who: SignIn,
  url = serverUrl(),
): Promise<Client> {
  return openEngineClient({ organizationId: organization.id, cookie: await cookieOf(url, who), url })
}

export interface OtherAdmin {
  /** Resolves when it is saved; throws what refused it. */
  does(mutation: string, args: Record<string, unknown>): Promise<void>
  leave(): void
}

/** An admin whose mutations are saved at once, whatever anyone looks at. */
export async function otherAdmin(
  organization: MintedOrganization,
  who: SignIn,
  url = serverUrl(),
): Promise<OtherAdmin> {
  const client = await engineClient(organization, who, url)
  client.start()
  return {
    async does(mutation, args) {
      const answer = await client.mutate(mutation, args)
      if (isProblem(answer)) throw new Error(`${mutation}: ${answer.title}. ${answer.detail ?? ''}`)
    },
    leave: () => client.stop(),
  }
}
