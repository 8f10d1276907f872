/**
 * Who is signed in here. Owns the answer of /api/me and the ways to change it. The last answer is kept
 * in local storage, so that a page loaded while the server is away still knows whose staged changes it holds.
 */
import type { Permission, Plan, Role } from '@muster/sync/model/entities.ts'
import { isProblem, type Problem, problem } from '@muster/sync/protocol/problem.ts'
import { createSignal } from 'solid-js'

export interface Me {
  account: { id: string; email: string }
  user: { id: string; name: string; email: string; roles: Role[]; permissions: Permission[] }
  organization: { id: string; name: string; plan: Plan }
  organizations: { id: string; name: string }[]
}

export type Session =
  | { kind: 'unknown' }
  | { kind: 'signed-out'; reason?: 'ended' | 'forbidden' }
  | { kind: 'signed-in'; me: Me }
  | { kind: 'unreachable' }

const REMEMBERED = 'muster.me'
const [session, setSession] = createSignal<Session>({ kind: 'unknown' })

export { session }

/** Calls the server; a network failure is an `unavailable` problem. */
export async function request<T>(path: string, init: RequestInit = {}): Promise<T | Problem> {
  const headers = { Accept: 'application/json', ...init.headers }
  let response: Response
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init, headers })
  } catch {
    return problem('unavailable', 'The server cannot be reached', {
      detail: 'Look at your connection, then try again.',
    })
  }
  const body: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined)
  if (response.ok) return body as T
  if (isProblem(body)) return body
  const gone = [502, 503, 504].includes(response.status)
  return problem(gone ? 'unavailable' : 'internal', 'The server could not answer', {
    detail: 'What you asked for may have happened or not. Look again in a moment.',
  })
}

const json = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})

function remembered(): Me | undefined {
  try {
    const text = localStorage.getItem(REMEMBERED)
    return text ? (JSON.parse(text) as Me) : undefined
  } catch {
    return undefined
  }
}

function enter(me: Me): void {
  localStorage.setItem(REMEMBERED, JSON.stringify(me))
  setSession({ kind: 'signed-in', me })
}

function leave(reason?: 'ended' | 'forbidden'): void {
  localStorage.removeItem(REMEMBERED)
  setSession(reason ? { kind: 'signed-out', reason } : { kind: 'signed-out' })
}

/** Asks the server who is signed in. */
export async function loadSession(): Promise<void> {
  const answer = await request<Me>('/api/me')
  if (!isProblem(answer)) return enter(answer)
  if (answer.kind === 'unauthenticated') return leave()
  if (answer.kind === 'forbidden') return leave('forbidden')
  const known = remembered()
  setSession(known ? { kind: 'signed-in', me: known } : { kind: 'unreachable' })
}

/** Signs in; answers with the problem when it did not work. */
export async function signIn(email: string, password: string): Promise<Problem | undefined> {
  const answer = await request<Me>('/api/sign-in', json({ email, password }))
  if (isProblem(answer)) return answer
  enter(answer)
}

/** Ends the session, here and on the server. */
export async function signOut(): Promise<void> {
  await request('/api/sign-out', { method: 'POST' })
  leave()
}

/** The server ended the session or the right to be here: the socket said so. */
export function sessionEnded(reason: 'ended' | 'forbidden'): void {
  leave(reason)
}

export interface SetUp {
  organizationName: string
  name: string
  email: string
  password: string
}

/** True when nobody has set this server up yet. */
export async function setUpNeeded(): Promise<boolean> {
  const answer = await request<{ needed: boolean }>('/api/set-up')
  return !isProblem(answer) && answer.needed
}

/** Makes the organization and its first admin, and signs them in. */
export async function setUp(input: SetUp): Promise<Problem | undefined> {
  const answer = await request<Me | undefined>('/api/set-up', json(input))
  if (isProblem(answer)) return answer
  return signIn(input.email, input.password)
}
