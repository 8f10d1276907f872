/**
 * A cable that breaks in every way a cable can: plain TCP from a port of its own to a target. Owns the connections
 * through it. What it forwards it forwards in order and whole; what is lost is lost with its connection.
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface TcpProxy {
  readonly port: number
  /** The same address by way of this cable. */
  through(url: string): string
  /** Resets every connection and takes no new one. */
  cut(): void
  /** Resets every connection; new ones are taken. */
  reset(): void
  /** Both ends believe in their connections and hear nothing any more; new ones are taken, and silent too. */
  silence(): void
  /** Everything goes through again. Connections that fell silent stay so for good, unless they are to wake up. */
  mend(options?: { wake?: boolean }): void
  /** Every byte takes so long, each way. */
  delay(ms: number): void
  /** So many bytes a second each way, for each connection. */
  throttle(bytesPerSecond: number): void
  /** Connections through it at this moment, silent ones included. */
  readonly connections: number
  stop(): Promise<void>
}

type Mood = 'whole' | 'cut' | 'silent'

/** One direction of one connection: bytes leave in order, late and slow as the cable is. */
class Pump {
  isSilent = false
  readonly #from: Socket
  readonly #to: Socket
  readonly #pace: { delayMs: number; bytesPerSecond: number }
  #freeAt = 0
  #tail = Promise.resolve()

  constructor(from: Socket, to: Socket, pace: { delayMs: number; bytesPerSecond: number }) {
    this.#from = from
    this.#to = to
    this.#pace = pace
    from.on('data', (bytes: Buffer) => this.#forward(bytes, () => to.write(bytes)))
    from.once('end', () => this.#forward(Buffer.alloc(0), () => to.end()))
  }

  /** What waited while it was silent goes out now. */
  wake(): void {
    this.isSilent = false
    this.#from.resume()
  }

  fallSilent(): void {
    this.isSilent = true
    // Nothing is read any more, as when packets are dropped; nobody is told.
    this.#from.pause()
  }

  #forward(bytes: Buffer, deliver: () => void): void {
    const { delayMs, bytesPerSecond } = this.#pace
    const now = performance.now()
    if (delayMs === 0 && bytesPerSecond === Number.POSITIVE_INFINITY && this.#freeAt <= now) {
      this.#deliver(deliver)
      return
    }
    this.#freeAt = Math.max(now, this.#freeAt) + (bytes.length / bytesPerSecond) * 1000
    const dueAt = this.#freeAt + delayMs
    // The reader waits once there is more under way than a cable holds.
    if (this.#freeAt - now > 1_000) {
      this.#from.pause()
      setTimeout(() => {
        if (!this.isSilent) this.#from.resume()
      }, this.#freeAt - now)
    }
    this.#tail = this.#tail.then(async () => {
      const wait = dueAt - performance.now()
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
      this.#deliver(deliver)
    })
  }

  #deliver(deliver: () => void): void {
    if (this.isSilent || this.#to.destroyed) return
    deliver()
  }
}

/** Listens on a free port. `target` is asked at every new connection. */
export async function startTcpProxy(target: () => { host?: string; port: number }): Promise<TcpProxy> {
  const pairs = new Set<{ sockets: Socket[]; pumps: Pump[] }>()
  const pace = { delayMs: 0, bytesPerSecond: Number.POSITIVE_INFINITY }
  let mood: Mood = 'whole'

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    if (mood === 'cut') {
      near.on('error', () => {})
      near.resetAndDestroy()
      return
    }
    const { host = '127.0.0.1', port } = target()
    const far = connect({ host, port, allowHalfOpen: true, noDelay: true })
    const sockets = [near, far]
    const pumps = [new Pump(near, far, pace), new Pump(far, near, pace)]
    const pair = { sockets, pumps }
    pairs.add(pair)
    if (mood === 'silent') for (const pump of pumps) pump.fallSilent()
    for (const socket of sockets) {
      socket.on('error', () => {})
      socket.once('close', () => {
        // A silent end does not tell the other that it is gone.
        if (pumps.some(({ isSilent }) => isSilent) && sockets.some(({ destroyed }) => !destroyed)) return
        for (const other of sockets) other.destroy()
        pairs.delete(pair)
      })
    }
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo

  const resetAll = () => {
    for (const { sockets } of [...pairs]) for (const socket of sockets) socket.resetAndDestroy()
    pairs.clear()
  }
  return {
    port,
    through(url) {
      const here = new URL(url)
      here.host = `127.0.0.1:${port}`
      return here.href.replace(/\/$/, url.endsWith('/') ? '/' : '')
    },
    cut() {
      mood = 'cut'
      resetAll()
    },
    reset: resetAll,
    silence() {
      mood = 'silent'
      for (const { pumps } of pairs) for (const pump of pumps) pump.fallSilent()
    },
    mend({ wake = false } = {}) {
      mood = 'whole'
      pace.delayMs = 0
      pace.bytesPerSecond = Number.POSITIVE_INFINITY
      if (wake) for (const { pumps } of pairs) for (const pump of pumps) pump.wake()
    },
    delay(ms) {
      pace.delayMs = ms
    },
    throttle(bytesPerSecond) {
      pace.bytesPerSecond = bytesPerSecond
    },
    get connections() {
      return pairs.size
    },
    async stop() {
      resetAll()
      server.close()
      await once(server, 'close')
    },
  }
}
