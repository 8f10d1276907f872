/**
 * The WebSocket side of a node: `/sync` and `/staging/:changeSetId`, each with `?organization=`. Owns
 * upgrades, frames and half-open sockets; what the frames mean is the hub's. A page of another site is
 * refused before the upgrade (403). Everybody else is upgraded and, if not allowed, closed with a code
 * that a browser can read, which it cannot for an HTTP status.
 */
import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { CLOSE } from '@muster/sync/protocol/close-codes.ts'
import { MAX_FRAME_BYTES } from '@muster/sync/protocol/version.ts'
import { type WebSocket, WebSocketServer } from 'ws'
import { GatheredLookup } from '../auth/gathered-lookup.ts'
import { type Seat, seatsOfAll } from '../auth/seats.ts'
import { originHeaders } from '../http/caller.ts'
import { isOwnOrigin } from '../http/origin.ts'
import type { Services } from '../services.ts'
import { type Admitted, admit } from './admit.ts'
import { startHeartbeat } from './heartbeat.ts'
import { Places, type SocketBounds } from './places.ts'
import { SessionSweep } from './session-sweep.ts'
import { openStaging } from './staging-socket.ts'
import { openSync } from './sync-socket.ts'

/** Larger than the hub takes: it answers such a frame in words. Beyond this the socket is closed (1009). */
const MAX_SYNC_FRAME_BYTES = 2 * MAX_FRAME_BYTES

/** A document is below 1 MB; its first sync may carry all of it. */
const MAX_STAGING_FRAME_BYTES = 2 * 1024 * 1024

/** How long a socket that was closed may keep what it has not read. */
const CLOSE_TIMEOUT_MS = 5_000

type Opener = (services: Services, who: Admitted, socket: WebSocket, stream: Duplex) => void
interface Route {
  server: WebSocketServer
  open: Opener
}

export interface SocketOptions {
  /** Between two pings of a socket; 15 s by default. */
  heartbeatMs?: number
  /** Between two looks whether the sessions of open sockets still are; 20 s by default. */
  sweepMs?: number
  bounds?: Partial<SocketBounds>
}

export class Sockets {
  private readonly services: Services
  private readonly sweep = new SessionSweep()
  private readonly sync = webSocketServer(MAX_SYNC_FRAME_BYTES)
  private readonly staging = webSocketServer(MAX_STAGING_FRAME_BYTES)
  private readonly places: Places
  private readonly seats: GatheredLookup<Seat[]>
  private readonly heartbeats: (() => void)[]
  private draining = false

  constructor(services: Services, options: SocketOptions = {}) {
    this.services = services
    this.places = new Places(options.bounds)
    this.seats = new GatheredLookup((accountIds) => seatsOfAll(services.db, accountIds))
    this.heartbeats = [this.sync, this.staging].map((one) => startHeartbeat(one, options.heartbeatMs))
    this.sweep.start(services.sessions, services.hub, services.log, options.sweepMs)
  }

  /** Takes the upgrades of this HTTP server. */
  listen(http: Server): void {
    // Behind a proxy all connections come from it: bounding those of an address is its task there.
    if (!this.services.rules.trustProxy) http.on('connection', (socket) => this.bound(socket))
    http.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head))
  }

  /** From now on nobody new gets in. */
  drain(): void {
    this.draining = true
  }

  /** After the hub's farewell: waits for the consoles to hear it, then cuts what is still open. */
  async stop(graceMs = 2_000): Promise<void> {
    for (const end of this.heartbeats) end()
    this.sweep.stop()
    const open = () => [...this.sync.clients, ...this.staging.clients]
    for (let waited = 0; waited < graceMs && open().length > 0; waited += 20) await sleep(20)
    for (const socket of open()) socket.terminate()
  }

  /** One address cannot take all the connections that this process may have. */
  private bound(socket: Socket): void {
    const giveBack = this.places.ofAddress(socket.remoteAddress ?? '')
    if (giveBack) socket.once('close', giveBack)
    else socket.destroy()
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A peer that resets while we look must not end the process.
    socket.on('error', () => socket.destroy())
    const url = URL.parse(request.url ?? '', 'http://here')
    const route = url && this.routeOf(url.pathname)
    const refusal = this.refusalOf(request, route)
    if (!url || !route || refusal) {
      const status = refusal ?? 404
      socket.end(
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      )
      return
    }
    route.server.handleUpgrade(request, socket, head, (opened) => {
      route.server.emit('connection', opened, request)
      opened.once('close', (code) =>
        this.services.metrics.socketClosed(route.open === openSync ? 'sync' : 'staging', code),
      )
      opened.on('error', (error) => this.services.log.debug({ err: error }, 'a socket failed'))
      this.open(opened, request, url, route.open).catch((error) => {
        this.services.log.error({ err: error }, 'a socket could not be opened')
        opened.close(CLOSE.tryLater, 'Try again later')
      })
    })
  }

  /** The HTTP status of an upgrade that may not be. */
  private refusalOf(request: IncomingMessage, route: Route | null | undefined): number | undefined {
    if (!route) return 404
    if (this.draining) return 503
    return isOwnOrigin(originHeaders(request), this.services.rules) ? undefined : 403
  }

  /** Frames wait unread until the hub has the connection. */
  private async open(socket: WebSocket, request: IncomingMessage, url: URL, open: Opener): Promise<void> {
    socket.pause()
    const organization = url.searchParams.get('organization')
    const who = await admit(this.services.sessions, this.seats, request, organization)
    if (socket.readyState !== socket.OPEN) return
    if ('code' in who) return closeNow(socket, who.code, who.reason)
    const giveBack = this.places.ofPerson(who, Date.now())
    if (!giveBack) return closeNow(socket, CLOSE.tryLater, 'Too many open pages')
    this.sweep.opened(who.sessionId)
    socket.once('close', () => {
      giveBack()
      this.sweep.closed(who.sessionId)
    })
    open(this.services, who, socket, request.socket)
    socket.resume()
    // Signed out since it was admitted, before the hub knew of it: nobody would tell.
    const { sessions, hub } = this.services
    if (!(await sessions.isStillValid(who.sessionId))) hub.endSession([who.sessionId])
  }

  private routeOf(path: string): Route | undefined {
    if (path === '/sync') return { server: this.sync, open: openSync }
    const [, changeSetId] = /^\/staging\/([^/]+)$/.exec(path) ?? []
    if (!changeSetId) return undefined
    return {
      server: this.staging,
      open: (services, who, socket) => openStaging(services, { ...who, changeSetId }, socket),
    }
  }
}

function webSocketServer(maxPayload: number): WebSocketServer {
  // A name of its own, because the types of ws do not know `closeTimeout` yet.
  const options = {
    noServer: true,
    perMessageDeflate: false,
    maxPayload,
    clientTracking: true,
    closeTimeout: CLOSE_TIMEOUT_MS,
  }
  return new WebSocketServer(options)
}

/** A paused socket cannot read the peer's close frame, and would linger. */
function closeNow(socket: WebSocket, code: number, reason: string): void {
  socket.resume()
  socket.close(code, reason)
}
