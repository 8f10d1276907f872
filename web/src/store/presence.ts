/** Pure questions about who is where. The Solid side is in `here.tsx`. */
import type { Crowd, Doing, Peer } from '@muster/sync/protocol/presence.ts'
import { restingHue } from './hue.ts'

/** One other admin on a page: their most recent console there. */
export interface Companion {
  userId: string
  name: string
  hue: number
  row: string | null
  doing: Doing
  idle: boolean
  page: string
  since: string
}

/** The hue of an actor: theirs while online, else the one they rest on. */
export function actorHue(peers: readonly Peer[], userId: string | null): number {
  const online = peers.find((peer) => peer.userId === userId)
  return online?.hue ?? (userId === null ? 5 : restingHue(userId))
}

/** The other admins who are somewhere, one entry per person, most recent first, busy ones before idle ones. */
export function companions(peers: readonly Peer[], me: string, page?: string): Companion[] {
  const byUser = new Map<string, Companion>()
  const recent = [...peers].sort((a, b) => b.since.localeCompare(a.since))
  for (const { userId, name, hue, place, since } of recent) {
    if (userId === me || !place || (page !== undefined && place.page !== page)) continue
    const known = byUser.get(userId)
    if (known && !(known.idle && !place.idle)) continue
    byUser.set(userId, { userId, name, hue, since, ...place })
  }
  return [...byUser.values()]
}

/** How many others of a crowd are on my page beside those who are named. */
export function peopleUnnamed(crowd: Crowd | null, named: number): number {
  return crowd ? Math.max(0, crowd.here - 1 - named) : 0
}

/** How many people are online, me included. */
export function peopleOnline(peers: readonly Peer[]): number {
  return new Set(peers.map((peer) => peer.userId)).size
}

/** The companions on a row or on one of its fields (`id/field`), who selects or edits it. */
export function onRow(here: readonly Companion[], rowId: string): Companion[] {
  return here.filter(
    ({ row, doing }) => doing !== 'viewing' && (row === rowId || row?.startsWith(`${rowId}/`)),
  )
}

/** Who has the inline editor of this field open. */
export function editorOf(here: readonly Companion[], rowId: string, field: string): Companion | undefined {
  return here.find(({ row, doing }) => doing === 'editing' && row === `${rowId}/${field}`)
}
