/**
 * Where sessions are kept. Owns the one rule that the table never holds a session id: it holds its
 * SHA-256, so a leaked table signs nobody in. Outside of this file and the cookie, a session is known
 * by that hash (`storedId`), also to the hub and in wake-ups.
 */
import { createHash } from 'node:crypto'
import { accounts } from '@muster/db/schema/accounts.ts'
import { sessions } from '@muster/db/schema/sessions.ts'
import { eq, inArray, lte, sql } from 'drizzle-orm'
import type { Database } from './database.ts'
import { GatheredLookup } from './gathered-lookup.ts'

/** The stored form of a session id. */
export function storedId(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex')
}

interface StoredSession {
  id: string
  userId: string
  expiresAt: Date
  attributes: Record<never, never>
}

interface StoredAccount {
  id: string
  attributes: { email: string }
}

interface SignedInRow {
  accountId: string
  email: string
  expiresAt: string
}

/** Has the shape of Lucia's adapter, which `lucia.ts` checks. Lucia's "user" is our account. */
export class SessionStore {
  private readonly db: Database
  /** Of very many consoles that come back at once each would be a query. */
  private readonly signedIn: GatheredLookup<SignedInRow>

  constructor(db: Database) {
    this.db = db
    this.signedIn = new GatheredLookup((storedIds) => this.find(storedIds))
  }

  async getSessionAndUser(
    sessionId: string,
  ): Promise<[session: StoredSession | null, account: StoredAccount | null]> {
    const row = await this.signedIn.of(storedId(sessionId))
    if (!row) return [null, null]
    return [
      { id: sessionId, userId: row.accountId, expiresAt: new Date(row.expiresAt), attributes: {} },
      { id: row.accountId, attributes: { email: row.email } },
    ]
  }

  /** Lucia asks this to list sessions by their ids, which nobody has any more. */
  async getUserSessions(): Promise<StoredSession[]> {
    throw new Error('Session ids are not kept: sessions of an account cannot be listed')
  }

  async setSession(session: StoredSession): Promise<void> {
    await this.db.insert(sessions).values({
      id: storedId(session.id),
      accountId: session.userId,
      expiresAt: session.expiresAt.toISOString(),
    })
  }

  async updateSessionExpiration(sessionId: string, expiresAt: Date): Promise<void> {
    await this.db
      .update(sessions)
      .set({ expiresAt: expiresAt.toISOString() })
      .where(eq(sessions.id, storedId(sessionId)))
  }

  async deleteSession(sessionId: string): Promise<void> {
    await this.db.delete(sessions).where(eq(sessions.id, storedId(sessionId)))
  }

  async deleteUserSessions(accountId: string): Promise<void> {
    await this.db.delete(sessions).where(eq(sessions.accountId, accountId))
  }

  async deleteExpiredSessions(): Promise<void> {
    await this.db.delete(sessions).where(lte(sessions.expiresAt, sql`now()`))
  }

  private async find(storedIds: readonly string[]): Promise<Map<string, SignedInRow>> {
    const rows = await this.db
      .select({
        id: sessions.id,
        accountId: accounts.id,
        email: accounts.email,
        expiresAt: sessions.expiresAt,
      })
      .from(sessions)
      .innerJoin(accounts, eq(accounts.id, sessions.accountId))
      .where(inArray(sessions.id, [...storedIds]))
    return new Map(rows.map((row) => [row.id, row]))
  }
}
