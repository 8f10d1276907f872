/**
 * Keeps one console from eating the node: a socket that sends more frames in a second than any console
 * needs is not read until the next second. TCP makes the sender wait; nothing is dropped.
 */
import type { WebSocket } from 'ws'

/** Far above what typing, staging and presence of one console amount to. */
const FRAMES_PER_SECOND = 200

/** Counts a frame of the socket each time it is called. */
export function paced(socket: WebSocket, limit = FRAMES_PER_SECOND): () => void {
  let second = 0
  let frames = 0
  return () => {
    const now = Date.now()
    const current = Math.floor(now / 1000)
    if (current !== second) {
      second = current
      frames = 0
    }
    frames += 1
    if (frames <= limit || socket.isPaused) return
    socket.pause()
    setTimeout(() => socket.resume(), (current + 1) * 1000 - now).unref()
  }
}
