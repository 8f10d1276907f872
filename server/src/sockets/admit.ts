/** Who may open a socket: a signed-in account whose seat in the named organization opens the console. */
import type { IncomingMessage } from 'node:http'
import { CLOSE } from '@muster/sync/protocol/close-codes.ts'
import { Id } from '@muster/sync/protocol/scalars.ts'
import type { GatheredLookup } from '../auth/gathered-lookup.ts'
import { opensConsole, type Seat } from '../auth/seats.ts'
import type { Services } from '../services.ts'

export interface Admitted {
  accountId: string
  organizationId: string
  userId: string
  sessionId: string
}

export interface Turned {
  code: number
  reason: string
}

/**
 * Admits or turns away with the close code that the console acts on. An organization that is not the
 * account's and one that does not exist are answered alike.
 */
export async function admit(
  sessions: Services['sessions'],
  seatsOf: GatheredLookup<Seat[]>,
  request: IncomingMessage,
  organization: string | null,
): Promise<Admitted | Turned> {
  const signedIn = await sessions.find(request.headers.cookie, false)
  if (!signedIn) return { code: CLOSE.unauthenticated, reason: 'Sign in to go on' }
  const turned = { code: CLOSE.forbidden, reason: 'Not allowed here' }
  const organizationId = Id.safeParse(organization)
  if (!organizationId.success) return turned
  const seats = await seatsOf.of(signedIn.accountId)
  const seat = seats?.find((one) => one.organization.id === organizationId.data)
  if (!seat || !opensConsole(seat)) return turned
  const { accountId, sessionId } = signedIn
  return { accountId, organizationId: organizationId.data, userId: seat.user.id, sessionId }
}
