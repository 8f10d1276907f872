/**
 * Finds half-open sockets: a peer that has not answered a ping by the next one is gone, whatever TCP
 * still believes (RFC 6455 §5.5.2).
 */
import type { WebSocket, WebSocketServer } from 'ws'

/** Pings every socket of the server each `ms`. Answers a function that ends it. */
export function startHeartbeat(server: WebSocketServer, ms = 15_000): () => void {
  const answered = new WeakSet<WebSocket>()
  server.on('connection', (socket: WebSocket) => {
    answered.add(socket)
    socket.on('pong', () => answered.add(socket))
  })
  const timer = setInterval(() => {
    for (const socket of server.clients) {
      if (!answered.has(socket)) {
        socket.terminate()
        continue
      }
      answered.delete(socket)
      socket.ping()
    }
  }, ms)
  timer.unref()
  return () => clearInterval(timer)
}
