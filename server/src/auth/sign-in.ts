import { accounts } from '@muster/db/schema/accounts.ts'
import { isProblem, type Problem, problem } from '@muster/sync/protocol/problem.ts'
import { eq, sql } from 'drizzle-orm'
import type { Services } from '../services.ts'
import { noConsole } from './authenticate.ts'
import { type Me, me } from './me.ts'
import { verifyPassword } from './password.ts'
import { opensConsole, type Seat, seatsOf } from './seats.ts'

export interface SignIn {
  email: string
  password: string
  /** Where the request comes from; limits go by it. */
  address: string
  /** The browser speaks https. */
  secure: boolean
  /** Of the HTTP request, for the log. */
  requestId: string
}

export type SignInOutcome = { me: Me; cookie: string } | { refusal: Problem; retryAfter?: number }

/** Feature V20, word for word. */
const DISABLED =
  'For security purposes, this invitation has expired. Please reach out to your administrator to request a new invitation.'

/**
 * Signs in by e-mail and password. A wrong password and an unknown address are answered alike and take
 * the same time; what the account may do is said only after the right password.
 */
export async function signIn(services: Services, input: SignIn): Promise<SignInOutcome> {
  const email = input.email.toLowerCase()
  const attempt = await services.signInLimit.begin(email, input.address)
  if (!attempt.allowed) {
    const title = `Too many attempts. Try again in ${minutes(attempt.retryAfter)}.`
    return { refusal: problem('too-many', title), retryAfter: attempt.retryAfter }
  }
  const [account] = await services.db
    .select({ id: accounts.id, email: accounts.email, passwordHash: accounts.passwordHash })
    .from(accounts)
    .where(eq(sql`lower(${accounts.email})`, email))
  const fits = await verifyPassword(account?.passwordHash, input.password)
  if (!account || !fits) {
    return { refusal: problem('unauthenticated', 'E-mail or password is not right') }
  }
  await attempt.succeeded()

  const all = await seatsOf(services.db, account.id)
  const entered = all.filter((seat) => opensConsole(seat, 'sign-in'))
  if (entered.length === 0) return { refusal: refusalFor(all) }
  await Promise.all(entered.map((seat) => recordSignIn(services, seat, input.requestId)))
  const seats = (await seatsOf(services.db, account.id)).filter((seat) => opensConsole(seat))
  const [seat] = seats
  if (!seat) return { refusal: noConsole }
  const { cookie } = await services.sessions.begin(account.id, input.secure)
  return { me: me({ id: account.id, email: account.email }, seat, seats), cookie }
}

function refusalFor(seats: readonly Seat[]): Problem {
  const disabled = seats.length > 0 && seats.every((seat) => seat.user.status === 'disabled')
  return disabled ? problem('forbidden', DISABLED) : noConsole
}

/** Sets last active, and turns an invited user active. A failure costs that note, not the sign-in. */
async function recordSignIn(services: Services, seat: Seat, requestId: string): Promise<void> {
  const outcome = await services.hub.mutate({
    organizationId: seat.organization.id,
    actorId: null,
    name: 'user.signedIn',
    args: { userId: seat.user.id },
    mutationId: crypto.randomUUID(),
    requestId,
  })
  if (isProblem(outcome)) {
    services.log.warn({ problem: outcome.title, userId: seat.user.id }, 'a sign-in could not be recorded')
  }
}

function minutes(seconds: number): string {
  if (seconds < 90) return `${seconds} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}
