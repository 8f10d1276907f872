/** The middleware of every route that wants a signed-in admin. */

import { problem } from '@muster/sync/protocol/problem.ts'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from '../http/app-env.ts'
import { refuse } from '../http/problem-response.ts'
import type { Services } from '../services.ts'
import type { SignedIn } from './lucia.ts'
import { opensConsole, type Seat, seatsOf } from './seats.ts'

export interface SignedInEnv extends AppEnv {
  Variables: AppEnv['Variables'] & {
    signedIn: SignedIn
    /** The seat in the organization that the request names, or the first one. */
    seat: Seat
    /** Every seat of the account that opens this console. */
    seats: Seat[]
  }
}

/**
 * 401 without a sign-in, 403 when no seat opens the console. `?organization=` chooses the organization;
 * one that is not the account's is answered like one that does not exist.
 */
export function authenticate(services: Pick<Services, 'sessions' | 'db'>) {
  return createMiddleware<SignedInEnv>(async (c, next) => {
    const signedIn = await services.sessions.find(c.req.header('cookie'), c.var.secure)
    if (!signedIn) return refuse(c, problem('unauthenticated', 'Sign in to go on'))
    if (signedIn.cookie) c.header('set-cookie', signedIn.cookie, { append: true })
    const seats = (await seatsOf(services.db, signedIn.accountId)).filter((seat) => opensConsole(seat))
    const seat = chosen(c, seats)
    if (!seat) return refuse(c, noConsole)
    c.set('signedIn', signedIn)
    c.set('seats', seats)
    c.set('seat', seat)
    c.header('cache-control', 'no-store')
    await next()
  })
}

export const noConsole = problem(
  'forbidden',
  'This console is for admins, and for managers who may manage groups',
  { detail: 'An admin of your organization can give you that right.' },
)

function chosen(c: Context, seats: Seat[]): Seat | undefined {
  const wanted = c.req.query('organization')
  return wanted ? seats.find((seat) => seat.organization.id === wanted) : seats[0]
}
