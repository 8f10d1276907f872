/**
 * The engine's client of the signed-in organization, for everything below. Owns its life: made and
 * started with the provider, stopped with it. When the server ends the session, so does the console.
 */
import { Client } from '@muster/sync/client/client.ts'
import { createContext, onCleanup, onMount, type ParentProps, useContext } from 'solid-js'
import { toast } from '../ui/toast.tsx'
import { setServerTime } from './clock.ts'
import { restoredWords } from './refusal-words.ts'
import { type Me, sessionEnded } from './session.ts'
import { browserWorld, freshId } from './world.ts'

export interface Engine {
  client: Client
  me: Me
}

const Context = createContext<Engine>()

/** WebSocket address of a path of this server. */
export function socketUrl(path: string): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${path}`
}

export function EngineProvider(props: ParentProps<{ me: Me }>) {
  const me = props.me
  const client = new Client({
    url: socketUrl(`/sync?organization=${me.organization.id}`),
    open: (url) => new WebSocket(url),
    world: browserWorld,
    clientId: freshId(),
  })
  let epoch: string | undefined
  const offs = [
    client.on('welcome', (welcome) => {
      setServerTime(welcome.now)
      if (epoch !== undefined && epoch !== welcome.epoch)
        toast({ kind: 'warn', ...restoredWords(0), sticky: true, key: 'restored' })
      epoch = welcome.epoch
    }),
    client.on('connection', (state) => {
      if (state.kind !== 'ended') return
      if (state.reason === 'signed-out') sessionEnded('ended')
      if (state.reason === 'forbidden') sessionEnded('forbidden')
    }),
    client.on('fault', (problem) => console.warn('The server did not take a frame:', problem)),
  ]
  const online = () => client.online(true)
  const offline = () => client.online(false)
  const front = () => document.visibilityState === 'visible' && client.retryNow()
  onMount(() => {
    addEventListener('online', online)
    addEventListener('offline', offline)
    document.addEventListener('visibilitychange', front)
    client.start()
    if (!navigator.onLine) client.online(false)
  })
  onCleanup(() => {
    for (const off of offs) off()
    removeEventListener('online', online)
    removeEventListener('offline', offline)
    document.removeEventListener('visibilitychange', front)
    client.stop()
  })
  return <Context.Provider value={{ client, me }}>{props.children}</Context.Provider>
}

function useEngine(): Engine {
  const engine = useContext(Context)
  if (!engine) throw new Error('Used outside of EngineProvider')
  return engine
}

/** The engine's client. */
export const useClient = (): Client => useEngine().client

/** Who I am: account, user, organization. */
export const useMe = (): Me => useEngine().me
