import type { WebSocket } from 'ws'

/**
 * Sends one message to many sockets as cheaply as can be: its frame is made once, and the same bytes are
 * written to each, past `ws`.
 */
export function broadcast(sockets: Iterable<WebSocket>, message: string | Uint8Array): void {
  const frame = frameOf(message)
  for (const socket of sockets) {
    const stream = Reflect.get(socket, '_socket') as { write(bytes: Buffer): void } | null
    stream?.write(frame)
  }
}

/** A frame of a server: whole, and not masked, so that it is equal for everybody (RFC 6455 §5.2). */
export function frameOf(message: string | Uint8Array): Buffer {
  const payload = typeof message === 'string' ? Buffer.from(message) : message
  const first = typeof message === 'string' ? 0x81 : 0x82
  const { length } = payload
  if (length < 126) return Buffer.concat([Buffer.from([first, length]), payload])
  const head = Buffer.from(length < 65_536 ? [first, 126, 0, 0] : [first, 127, 0, 0, 0, 0, 0, 0, 0, 0])
  if (length < 65_536) head.writeUInt16BE(length, 2)
  else head.writeBigUInt64BE(BigInt(length), 2)
  return Buffer.concat([head, payload])
}
