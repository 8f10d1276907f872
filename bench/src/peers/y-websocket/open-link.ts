import * as decoding from 'lib0/decoding'
import * as sync from 'y-protocols/sync'
import { WebsocketProvider } from 'y-websocket'
import { Doc } from 'yjs'
import { countingSocket } from '../counting-socket.ts'
import { Acknowledgements } from '../yjs/acknowledgements.ts'
import type { Link } from '../yjs/link.ts'

const SYNC = 0

// Each provider listens for the end of the process; of thousands Node would warn.
process.setMaxListeners(0)

/**
 * Opens a document with the provider that y-websocket brings. Presence is off: it would send every console's
 * pulse to every other, four times a minute. The protocol has no acknowledgement; our server relays an update
 * to its sender too, once it is in the log, which serves as one.
 */
export async function openLink(url: string, room: string): Promise<Link> {
  const doc = new Doc()
  const open = new Acknowledgements()
  let bytesReceived = () => 0
  const provider = new WebsocketProvider(url, room, doc, {
    connect: false,
    disableBc: true,
    // The provider only uses what `ws` has as well.
    WebSocketPolyfill: countingSocket((_address, count) => {
      bytesReceived = count
    }) as unknown as typeof WebSocket,
  })
  provider.awareness.setLocalState(null)
  // It would reconnect after 30 s without a message, which presence keeps from happening.
  clearInterval(provider._checkInterval)
  const [read] = provider.messageHandlers
  provider.messageHandlers[SYNC] = (encoder, decoder, from, emitSynced, kind) => {
    const relayed = decoding.peekVarUint(decoder) === sync.messageYjsUpdate
    read?.(encoder, decoder, from, emitSynced, kind)
    if (relayed) open.heard()
  }
  const synced = new Promise<void>((resolve) => provider.once('sync', () => resolve()))
  provider.connect()
  await synced
  return {
    doc,
    acknowledged: () => open.next(),
    bytesReceived: () => bytesReceived(),
    async close() {
      provider.destroy()
      doc.destroy()
    },
  }
}
