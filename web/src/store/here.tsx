/**
 * Presence in Solid: who else is on this page, and where I am. Owns what this console tells others: the
 * page by the address, the row by whoever called `usePlace` last, idle after 2 min without input. Others
 * vanish 10 s after the connection was lost, for then nothing is known of them.
 */
import type { Crowd, Doing, Peer } from '@muster/sync/protocol/presence.ts'
import { useLocation } from '@solidjs/router'
import {
  type Accessor,
  batch,
  createContext,
  createEffect,
  createMemo,
  createSignal,
  on,
  onCleanup,
  onMount,
  type ParentProps,
  useContext,
} from 'solid-js'
import { useConnection } from './connection.tsx'
import { useClient, useMe } from './engine.tsx'
import { type Companion, companions, editorOf, onRow, peopleOnline, peopleUnnamed } from './presence.ts'

const IDLE_MS = 120_000
const GONE_MS = 10_000

export interface RowPlace {
  row: string | null
  doing: Doing
}

export interface Presence {
  /** Other admins on this page; of very many, some. */
  here: Accessor<readonly Companion[]>
  /** How many more are on this page than `here` names. */
  unnamed: Accessor<number>
  /** Other admins anywhere; only those on this page when very many are online. */
  elsewhere: Accessor<readonly Companion[]>
  /** People online, me included. */
  online: Accessor<number>
  /** How many were here when the connection was lost. */
  wereHere: Accessor<number>
  onRow(rowId: string): Companion[]
  editorOf(rowId: string, field: string): Companion | undefined
  hueOf(userId: string): number | undefined
  setPlace(place: RowPlace): void
}

const Context = createContext<Presence>()

export function PresenceProvider(props: ParentProps) {
  const client = useClient()
  const me = useMe()
  const connection = useConnection()
  const location = useLocation()
  const [peers, setPeers] = createSignal<readonly Peer[]>(client.peers)
  const [crowd, setCrowd] = createSignal<Crowd | null>(client.crowd)
  const [row, setRow] = createSignal<RowPlace>({ row: null, doing: 'viewing' })
  const [idle, setIdle] = createSignal(false)
  const [wereHere, setWereHere] = createSignal(0)
  const page = createMemo(() => location.pathname.slice(0, 200))
  const here = createMemo(() => companions(peers(), me.user.id, page()))

  onCleanup(
    client.on('presence', (list) => {
      batch(() => {
        setPeers(list)
        setCrowd(client.crowd)
      })
    }),
  )

  createEffect(
    on(connection.lostAt, (lost) => {
      if (lost === undefined) return
      setWereHere(here().length + presence.unnamed())
      const timer = setTimeout(() => {
        batch(() => {
          setPeers([])
          setCrowd(null)
        })
      }, GONE_MS)
      onCleanup(() => clearTimeout(timer))
    }),
  )

  createEffect(() =>
    client.here({ page: page(), row: row().row?.slice(0, 120) ?? null, doing: row().doing, idle: idle() }),
  )
  createEffect(on(page, () => setRow({ row: null, doing: 'viewing' }), { defer: true }))

  onMount(() => {
    let timer = setTimeout(() => setIdle(true), IDLE_MS)
    const awake = () => {
      clearTimeout(timer)
      setIdle(false)
      timer = setTimeout(() => setIdle(true), IDLE_MS)
    }
    const signs = ['pointermove', 'keydown', 'pointerdown', 'wheel'] as const
    for (const sign of signs) addEventListener(sign, awake, { passive: true })
    onCleanup(() => {
      clearTimeout(timer)
      for (const sign of signs) removeEventListener(sign, awake)
    })
  })

  const presence: Presence = {
    here,
    unnamed: createMemo(() => peopleUnnamed(crowd(), here().length)),
    elsewhere: createMemo(() => companions(peers(), me.user.id)),
    online: createMemo(() => Math.max(1, crowd()?.online ?? peopleOnline(peers()))),
    wereHere,
    onRow: (rowId) => onRow(here(), rowId),
    editorOf: (rowId, field) => editorOf(here(), rowId, field),
    hueOf: (userId) => peers().find((peer) => peer.userId === userId)?.hue,
    setPlace: (place) => setRow((now) => (now.row === place.row && now.doing === place.doing ? now : place)),
  }
  return <Context.Provider value={presence}>{props.children}</Context.Provider>
}

/** Who else is here. */
export function usePresence(): Presence {
  const presence = useContext(Context)
  if (!presence) throw new Error('Used outside of PresenceProvider')
  return presence
}

/** Tells others what I do on this page: the row I select or edit (`id` or `id/field`), until the owner goes. */
export function usePlace(place: Accessor<RowPlace | undefined>): void {
  const presence = usePresence()
  let mine = false
  createEffect(() => {
    const now = place()
    if (now) presence.setPlace(now)
    else if (mine) presence.setPlace({ row: null, doing: 'viewing' })
    mine = now !== undefined
  })
  onCleanup(() => mine && presence.setPlace({ row: null, doing: 'viewing' }))
}
