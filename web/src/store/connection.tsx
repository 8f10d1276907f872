/**
 * The connection as the console speaks of it: Live, Reconnecting (2 s after it was lost) or Offline, since
 * when, and what was missed on return. Also the newest version of the organization that this console knows.
 */
import type { ConnectionState } from '@muster/sync/client/connection-state.ts'
import {
  type Accessor,
  batch,
  createContext,
  createSignal,
  onCleanup,
  type ParentProps,
  useContext,
} from 'solid-js'
import { interrupt } from '../ui/live-announcer.tsx'
import { type ConnectionWord, connectionWord, QUIET_CUT_MS } from './connection-words.ts'
import { useClient } from './engine.tsx'

/** How long "Back online" stays. */
const BACK_MS = 3_000

export interface ConnectionInfo {
  word: Accessor<ConnectionWord>
  state: Accessor<ConnectionState>
  /** When the connection was lost, ms since 1970; undefined while live. */
  lostAt: Accessor<number | undefined>
  /** No connection for 2 s or longer, also when there was none since the page was opened. */
  away: Accessor<boolean>
  /** Set for 3 s after a return. */
  back: Accessor<{ changes: number; since: number } | undefined>
  /** Newest version of the organization known here: the base of what is staged. */
  version: Accessor<number>
  sawVersion(version: number): void
  /** The server speaks a newer protocol. */
  outdated: Accessor<boolean>
  retryNow(): void
}

const Context = createContext<ConnectionInfo>()

export function ConnectionProvider(props: ParentProps) {
  const client = useClient()
  const [state, setState] = createSignal<ConnectionState>(client.connection, { equals: false })
  const [lostAt, setLostAt] = createSignal<number>()
  const [word, setWord] = createSignal<ConnectionWord>('Reconnecting')
  const [back, setBack] = createSignal<{ changes: number; since: number }>()
  const [version, setVersion] = createSignal(0)
  const [opening, setOpening] = createSignal(true)
  const openingTimer = setTimeout(() => setOpening(false), QUIET_CUT_MS)
  let wasLive = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let backTimer: ReturnType<typeof setTimeout> | undefined

  function say(): void {
    clearTimeout(timer)
    const lost = lostAt()
    const lostFor = lost === undefined ? undefined : Date.now() - lost
    const before = word()
    const next = connectionWord(client.connection, lostFor)
    setWord(next)
    if (before === 'Live' && next !== 'Live' && client.connection.kind !== 'ended')
      interrupt('Connection lost. Your staged changes are kept.')
    if (lostFor !== undefined && lostFor < QUIET_CUT_MS) timer = setTimeout(say, QUIET_CUT_MS - lostFor + 10)
  }

  const offs = [
    client.on('connection', (next) => {
      setState(next)
      if (next.kind === 'live') wasLive = true
      else if (wasLive && lostAt() === undefined) setLostAt(Date.now())
      if (next.kind !== 'live') say()
    }),
    client.on('welcome', (welcome) => {
      const since = lostAt()
      const told = word() !== 'Live'
      const changes = Math.max(0, welcome.version - version())
      setVersion(welcome.version)
      wasLive = true
      clearTimeout(timer)
      const missed = since !== undefined && told
      batch(() => {
        setLostAt()
        setWord('Live')
        if (missed) setBack({ changes, since })
      })
      if (!missed) return
      clearTimeout(backTimer)
      backTimer = setTimeout(() => setBack(), BACK_MS)
    }),
  ]
  onCleanup(() => {
    for (const off of offs) off()
    clearTimeout(timer)
    clearTimeout(backTimer)
    clearTimeout(openingTimer)
  })

  const info: ConnectionInfo = {
    word,
    state,
    lostAt,
    away: () => word() !== 'Live' && (lostAt() !== undefined || !opening()),
    back,
    version,
    sawVersion: (seen) => setVersion((known) => Math.max(known, seen)),
    outdated: () => {
      const now = state()
      return now.kind === 'ended' && now.reason === 'outdated'
    },
    retryNow: () => client.retryNow(),
  }
  return <Context.Provider value={info}>{props.children}</Context.Provider>
}

/** The connection, for words, banners and for refusing to save while it is away. */
export function useConnection(): ConnectionInfo {
  const info = useContext(Context)
  if (!info) throw new Error('Used outside of ConnectionProvider')
  return info
}
