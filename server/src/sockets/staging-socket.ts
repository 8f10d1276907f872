import { CLOSE } from '@muster/sync/protocol/close-codes.ts'
import type { WebSocket } from 'ws'
import type { Services } from '../services.ts'
import type { Admitted } from './admit.ts'

/** Joins a socket of `/staging/:changeSetId` to the change set's room. Its frames are binary. */
export function openStaging(
  services: Services,
  who: Admitted & { changeSetId: string },
  socket: WebSocket,
): void {
  const connection = services.hub.staging.connect({ ...who, socket })
  socket.on('message', (data, isBinary) => {
    if (socket.readyState !== socket.OPEN) return
    if (!isBinary) return socket.close(CLOSE.policy, 'Frames here are binary')
    connection.receive(bytesOf(data))
  })
  socket.once('close', () => connection.closed())
}

function bytesOf(data: Buffer | ArrayBuffer | Buffer[]): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}
