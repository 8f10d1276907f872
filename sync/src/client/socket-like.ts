/** The part of the browser's WebSocket that a client uses: `(url) => new WebSocket(url)` fits. */
export interface SocketLike {
  send(text: string): void
  close(code?: number, reason?: string): void
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
}
