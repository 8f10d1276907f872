import type { Services } from '../services.ts'

/** Ends the session of a Cookie header and its sockets, here and on every other node. */
export async function signOut(services: Services, cookieHeader: string | undefined): Promise<void> {
  const sessionId = await services.sessions.end(cookieHeader)
  if (sessionId) services.hub.endSession([sessionId])
}
