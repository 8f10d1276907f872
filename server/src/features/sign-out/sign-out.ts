import type { Services } from '../../services.ts'

/** Ends the session of a Cookie header and its sockets, here and on every other node. */
export async function signOut(services: Services, cookieHeader: string | undefined): Promise<void> {
  const sessionId = await services.sessions.end(cookieHeader)
  if (!sessionId) return
  services.hub.endSession([sessionId])
  // A hint that gets lost is made good by each node's own look at its sessions (sockets/session-sweep.ts).
  await services.wakeup.publish({ of: 'session-ended', sessionIds: [sessionId] }).catch((error) => {
    services.log.warn({ err: error }, 'other nodes could not be told of a sign-out')
  })
}
