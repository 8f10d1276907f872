import type { Seat } from './seats.ts'

/** Who is signed in, where they are, and where else they could go. */
export interface Me {
  account: { id: string; email: string }
  user: Omit<Seat['user'], 'status'>
  organization: Seat['organization']
  organizations: { id: string; name: string }[]
}

export function me(account: Me['account'], seat: Seat, seats: readonly Seat[]): Me {
  const { status: _, ...user } = seat.user
  return {
    account,
    user,
    organization: seat.organization,
    organizations: seats.map(({ organization: { id, name } }) => ({ id, name })),
  }
}
