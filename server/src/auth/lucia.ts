/**
 * Sessions by Lucia 3. The package gets security fixes only, so nothing else imports it: the rest of the
 * server knows the class below, whose methods could be written by hand in an afternoon.
 */

import { sessions } from '@muster/db/schema/sessions.ts'
import { and, gt, inArray, sql } from 'drizzle-orm'
import { type Cookie, Lucia, TimeSpan } from 'lucia'
import type { Database } from './database.ts'
import { GatheredLookup } from './gathered-lookup.ts'
import { SessionStore, storedId } from './session-store.ts'

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<Record<never, never>, { email: string }>
    DatabaseUserAttributes: { email: string }
  }
}

/** A valid sign-in. `sessionId` is the stored hash, never the secret in the cookie. */
export interface SignedIn {
  accountId: string
  email: string
  sessionId: string
}

/** Days without use after which a session ends. It is prolonged when half of them have passed. */
const DAYS = 30

export class Sessions {
  private readonly lucia
  private readonly db: Database
  private readonly valid = new GatheredLookup(async (storedIds) => {
    const valid = await this.stillValid(storedIds)
    return new Map([...valid].map((id) => [id, true]))
  })

  constructor(db: Database) {
    this.db = db
    this.lucia = new Lucia<Record<never, never>, { email: string }>(new SessionStore(db), {
      sessionExpiresIn: new TimeSpan(DAYS, 'd'),
      sessionCookie: { name: 'muster_session', attributes: { sameSite: 'lax', path: '/' } },
      getUserAttributes: ({ email }) => ({ email }),
    })
  }

  /** Begins a session. Answers it with the Set-Cookie value that carries it. */
  async begin(accountId: string, secure: boolean): Promise<{ sessionId: string; cookie: string }> {
    const session = await this.lucia.createSession(accountId, {})
    return { sessionId: storedId(session.id), cookie: this.cookie(session.id, secure) }
  }

  /**
   * The sign-in that a Cookie header proves, or undefined. `cookie` is set when the session was prolonged
   * and the browser should hear of it.
   */
  async find(
    cookieHeader: string | undefined,
    secure: boolean,
  ): Promise<(SignedIn & { cookie?: string }) | undefined> {
    const id = this.read(cookieHeader)
    if (!id) return undefined
    const { session, user } = await this.lucia.validateSession(id)
    if (!session) return undefined
    const signedIn = { accountId: user.id, email: user.email, sessionId: storedId(id) }
    return session.fresh ? { ...signedIn, cookie: this.cookie(id, secure) } : signedIn
  }

  /** Ends the session of a Cookie header. Answers its stored id, if there was a cookie at all. */
  async end(cookieHeader: string | undefined): Promise<string | undefined> {
    const id = this.read(cookieHeader)
    if (!id) return undefined
    await this.lucia.invalidateSession(id)
    return storedId(id)
  }

  /** The Set-Cookie value that takes the cookie away. */
  blankCookie(secure: boolean): string {
    return serialize(this.lucia.createBlankSessionCookie(), secure)
  }

  /** Whether this stored id is still signed in, as read after the question was put. */
  async isStillValid(sessionId: string): Promise<boolean> {
    return (await this.valid.of(sessionId)) ?? false
  }

  /** Which of these stored ids are still signed in. */
  async stillValid(sessionIds: readonly string[]): Promise<Set<string>> {
    if (sessionIds.length === 0) return new Set()
    const rows = await this.db
      .select({ id: sessions.id })
      .from(sessions)
      .where(and(inArray(sessions.id, [...sessionIds]), gt(sessions.expiresAt, sql`now()`)))
    return new Set(rows.map((row) => row.id))
  }

  private cookie(id: string, secure: boolean): string {
    return serialize(this.lucia.createSessionCookie(id), secure)
  }

  /** A cookie that cannot even be decoded is no cookie. */
  private read(cookieHeader: string | undefined): string | null {
    try {
      const id = this.lucia.readSessionCookie(cookieHeader ?? '')
      return id && /^[\da-z]{20,80}$/.test(id) ? id : null
    } catch {
      return null
    }
  }
}

/** Secure depends on how the browser reached us, which Lucia cannot know at its start. */
function serialize(cookie: Cookie, secure: boolean): string {
  cookie.attributes.secure = secure
  return cookie.serialize()
}
