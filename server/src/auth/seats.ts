/** The seats of an account: its users in organizations, and which of them may open this console. */

import { organizations } from '@muster/db/schema/organizations.ts'
import { users } from '@muster/db/schema/users.ts'
import { holds } from '@muster/sync/access/rights.ts'
import { Permission, Plan, Role, UserStatus } from '@muster/sync/model/entities.ts'
import { asc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from './database.ts'

export const Seat = z.object({
  organization: z.object({ id: z.string(), name: z.string(), plan: Plan }),
  user: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    roles: z.array(Role),
    permissions: z.array(Permission),
    status: UserStatus,
  }),
})
export type Seat = z.infer<typeof Seat>

const SeatRow = Seat.extend({ accountId: z.string() })

/** All seats of an account, by the organization's name. */
export async function seatsOf(db: Database, accountId: string): Promise<Seat[]> {
  return (await seatsOfAll(db, [accountId])).get(accountId) ?? []
}

/** All seats of these accounts that have any, by the organization's name. */
export async function seatsOfAll(db: Database, accountIds: readonly string[]): Promise<Map<string, Seat[]>> {
  const rows = await db
    .select({
      accountId: users.accountId,
      organization: { id: organizations.id, name: organizations.name, plan: organizations.plan },
      user: {
        id: users.id,
        name: users.name,
        email: users.email,
        roles: users.roles,
        permissions: users.permissions,
        status: users.status,
      },
    })
    .from(users)
    .innerJoin(organizations, eq(organizations.id, users.organizationId))
    .where(inArray(users.accountId, [...accountIds]))
    .orderBy(asc(organizations.name), asc(organizations.id))
  const seats = new Map<string, Seat[]>()
  for (const row of rows) {
    const { accountId, ...seat } = SeatRow.parse(row)
    const known = seats.get(accountId)
    if (known) known.push(seat)
    else seats.set(accountId, [seat])
  }
  return seats
}

/**
 * True when the seat opens this console. Invited users become active by signing in, so at sign-in they
 * count as active.
 */
export function opensConsole(seat: Seat, at: 'sign-in' | 'later' = 'later'): boolean {
  const status = at === 'sign-in' && seat.user.status === 'invited' ? 'active' : seat.user.status
  return holds({ ...seat.user, status }, 'console')
}
