import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { Doc } from 'yjs'
import { countingSocket } from '../counting-socket.ts'
import { Acknowledgements } from '../yjs/acknowledgements.ts'
import type { Link } from '../yjs/link.ts'

/** Opens a document with Hocuspocus' own provider, presence off. */
export async function openLink(url: string, name: string): Promise<Link> {
  const document = new Doc()
  const open = new Acknowledgements()
  let bytesReceived = () => 0
  const socket = new HocuspocusProviderWebsocket({
    url,
    // Without presence nothing may be said for minutes.
    messageReconnectTimeout: 60 * 60_000,
    WebSocketPolyfill: countingSocket((_address, count) => {
      bytesReceived = count
    }),
  })
  const provider = new HocuspocusProvider({ websocketProvider: socket, name, document, awareness: null })
  // The handshake counts as a change, too: at zero the document is here and the server has ours.
  let unsynced = 1
  await new Promise<void>((resolve) => {
    provider.on('unsyncedChanges', ({ number }: { number: number }) => {
      if (number < unsynced) open.heard()
      unsynced = number
      if (number === 0 && provider.synced) resolve()
    })
    provider.attach()
  })
  return {
    doc: document,
    acknowledged: () => open.next(),
    bytesReceived: () => bytesReceived(),
    async close() {
      provider.destroy()
      socket.destroy()
      document.destroy()
    },
  }
}
