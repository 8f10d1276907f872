/**
 * A text as one whole WebSocket message, header and all: unmasked, as it goes from server to client
 * (RFC 6455 §5.2). Compression is off, so the same bytes are right for every socket.
 */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text)
  const start = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const bytes = Buffer.allocUnsafe(start + length)
  bytes[0] = FINAL | TEXT
  if (start === 2) bytes[1] = length
  else if (start === 4) {
    bytes[1] = 126
    bytes.writeUInt16BE(length, 2)
  } else {
    bytes[1] = 127
    bytes.writeBigUInt64BE(BigInt(length), 2)
  }
  bytes.write(text, start)
  return bytes
}

const FINAL = 0x80
const TEXT = 0x1
