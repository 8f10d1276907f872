/**
 * A console's end of the engine: one connection, its subscriptions, mutations, overlay and presence.
 * Framework-free, and runs wherever there is a WebSocket. Owns no state of its own beyond wiring: each
 * part keeps its own. `start` and `stop` bracket its life; a stopped client may be started again.
 */

import type { Saved } from '../protocol/committed.ts'
import type { Crowd, Peer, Place } from '../protocol/presence.ts'
import { type Problem, problem } from '../protocol/problem.ts'
import type { Progress } from '../protocol/progress.ts'
import type { Id } from '../protocol/scalars.ts'
import type { Up } from '../protocol/up.ts'
import type { Welcome } from '../protocol/welcome.ts'
import { viewNamed } from '../views/registry.ts'
import type { World } from '../world.ts'
import { type AnswerFrame, Connection } from './connection.ts'
import type { ConnectionState } from './connection-state.ts'
import { Mutations } from './mutations.ts'
import { optimisticPatches } from './optimistic-patches.ts'
import { Overlay } from './overlay.ts'
import { Peers } from './peers.ts'
import type { SocketLike } from './socket-like.ts'
import { type Listener, type Subscription, Subscriptions } from './subscriptions.ts'

export interface ClientOptions {
  /** Of the socket, with the organization in it. */
  url: string
  open: (url: string) => SocketLike
  world: World
  /** Tells this tab from the person's other tabs; the same after a reconnect. */
  clientId: string
}

export interface ClientEvents {
  connection: ConnectionState
  presence: readonly Peer[]
  progress: Progress
  welcome: Welcome
  /** A frame of ours was not taken: a bug, worth a log line. */
  fault: Problem
}

type Handlers = { [E in keyof ClientEvents]: Set<(event: ClientEvents[E]) => void> }

export class Client {
  readonly #world: World
  readonly #connection: Connection
  readonly #subscriptions: Subscriptions
  readonly #mutations: Mutations
  readonly #overlay = new Overlay()
  readonly #peers = new Peers()
  readonly #handlers: Handlers = {
    connection: new Set(),
    presence: new Set(),
    progress: new Set(),
    welcome: new Set(),
    fault: new Set(),
  }
  #place: Place | undefined

  constructor(options: ClientOptions) {
    this.#world = options.world
    const send = (frame: Up) => this.#connection.send(frame)
    this.#connection = new Connection({
      ...options,
      onWelcome: (welcome) => this.#welcomed(welcome),
      onFrame: (frame) => this.#receive(frame),
      onState: (state) => this.#moved(state),
    })
    this.#mutations = new Mutations(send)
    this.#subscriptions = new Subscriptions({
      world: options.world,
      send,
      over: (view, confirmed) => this.#overlay.over(confirmed, viewNamed(view)?.entity),
    })
  }

  get connection(): ConnectionState {
    return this.#connection.state
  }

  /** Everyone online in the organization, this console included; of very many, some of those at its page. */
  get peers(): readonly Peer[] {
    return this.#peers.list
  }

  /** How many people are online when `peers` are not all of them; else null. Changes with `presence`. */
  get crowd(): Crowd | null {
    return this.#peers.crowd
  }

  /** Mutations that were asked for and not answered yet. */
  get unanswered(): number {
    return this.#mutations.size
  }

  start(): void {
    this.#connection.dispatch({ type: 'start' })
  }

  /** Closes the socket and ends everything; mutations without an answer resolve as `unavailable`. */
  stop(): void {
    this.#connection.dispatch({ type: 'stop' })
    this.#subscriptions.stop()
    this.#overlay.clear()
  }

  /** Does not wait for the next attempt: somebody asked, or the tab came to the front. */
  retryNow(): void {
    this.#connection.dispatch({ type: 'retry' })
  }

  /** The browser's `online` and `offline` events. */
  online(isOnline: boolean): void {
    this.#connection.dispatch({ type: isOnline ? 'online' : 'offline' })
  }

  /** Calls back on every event of this kind, until the answered function is called. */
  on<E extends keyof ClientEvents>(event: E, handler: (event: ClientEvents[E]) => void): () => void {
    const handlers: Set<(event: ClientEvents[E]) => void> = this.#handlers[event]
    handlers.add(handler)
    return () => handlers.delete(handler)
  }

  /**
   * Listens to a view. `onResult` comes at once if the result is here, and after every change; results are
   * never changed in place and share unchanged rows (VW7). After `onProblem` there are no rows.
   */
  subscribe(view: string, args: unknown, listener: Listener): Subscription {
    return this.#subscriptions.open(view, args, listener)
  }

  /**
   * Asks for a mutation, across cuts and reconnects, and answers when it is durable or refused. Pass
   * `args` that nobody changes afterwards: they may be sent again.
   */
  mutate(name: string, args: unknown, options: { mutationId?: Id } = {}): Promise<Saved | Problem> {
    const mutationId = options.mutationId ?? this.#world.id()
    if (this.connection.kind === 'ended')
      return Promise.resolve(problem('unavailable', 'The connection has ended; reload the page'))
    if (this.#overlay.add(mutationId, optimisticPatches(name, args))) this.#subscriptions.refresh()
    return this.#mutations.ask(mutationId, name, args)
  }

  /** Asks to stop a mutation that is still being saved; its promise then resolves as `cancelled`. */
  cancel(mutationId: Id): void {
    this.#mutations.cancel(mutationId)
  }

  /** Tells the others where this console is. The latest place is told again after a reconnect. */
  here(place: Place): void {
    this.#place = place
    this.#connection.send({ type: 'here', place })
  }

  /** Confirmed results of every open subscription, for tests and tools. */
  confirmed(): ReturnType<Subscriptions['confirmed']> {
    return this.#subscriptions.confirmed()
  }

  #welcomed(welcome: Welcome): void {
    this.#emit('welcome', welcome)
    this.#subscriptions.resume(welcome.epoch)
    this.#mutations.resume()
    if (this.#place) this.#connection.send({ type: 'here', place: this.#place })
  }

  #receive(frame: AnswerFrame): void {
    switch (frame.type) {
      case 'snapshot':
        this.#subscriptions.snapshot(frame)
        return
      case 'current':
        this.#subscriptions.current(frame)
        return
      case 'delta':
        this.#subscriptions.delta(frame)
        return
      case 'refused':
        this.#subscriptions.refused(frame)
        return
      case 'committed':
        this.#answer(frame.mutationId, { version: frame.version, result: frame.result })
        return
      case 'rejected':
        this.#answer(frame.mutationId, frame.problem)
        return
      case 'progress':
        this.#emit('progress', frame)
        return
      case 'presence':
        this.#peers.apply(frame)
        this.#emit('presence', this.#peers.list)
        return
      case 'fault':
        this.#emit('fault', frame.problem)
        return
      default:
        frame satisfies never
    }
  }

  #answer(mutationId: Id, answer: Saved | Problem): void {
    if (this.#overlay.remove(mutationId)) this.#subscriptions.refresh()
    this.#mutations.answer(mutationId, answer)
  }

  #moved(state: ConnectionState): void {
    if (state.kind === 'waiting') this.#subscriptions.suspend()
    else if (state.kind === 'ended') this.#ended(state)
    this.#emit('connection', state)
  }

  #ended(state: Extract<ConnectionState, { kind: 'ended' }>): void {
    if (state.reason === 'signed-out' || state.reason === 'forbidden') {
      const kind = state.reason === 'forbidden' ? 'forbidden' : 'unauthenticated'
      this.#subscriptions.drop(problem(kind, 'You are no longer allowed to see this'))
    } else this.#subscriptions.suspend()
    this.#mutations.abandon()
    this.#peers.clear()
    this.#emit('presence', this.#peers.list)
  }

  #emit<E extends keyof ClientEvents>(event: E, payload: ClientEvents[E]): void {
    const handlers: Set<(event: ClientEvents[E]) => void> = this.#handlers[event]
    for (const handler of [...handlers]) handler(payload)
  }
}
