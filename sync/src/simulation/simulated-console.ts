/**
 * One admin's browser page: the real client over simulated sockets, documents of change sets beside it,
 * and a record of what it was told. Whatever reaches it is kept for the checks after the run.
 */
import { Client } from '../client/client.ts'
import type { SocketLike } from '../client/socket-like.ts'
import type { Subscription } from '../client/subscriptions.ts'
import type { Socket } from '../hub/outbox.ts'
import type { User } from '../model/entities.ts'
import type { Saved } from '../protocol/committed.ts'
import type { Problem } from '../protocol/problem.ts'
import type { Id } from '../protocol/scalars.ts'
import type { FakeClock } from './fake-clock.ts'
import type { FakeNetwork, Wire } from './fake-network.ts'
import type { Random } from './random.ts'
import type { SimulatedNode } from './simulated-node.ts'
import { StagingProvider } from './staging-provider.ts'

export interface Place {
  clock: FakeClock
  random: Random
  network: FakeNetwork
  nodes: readonly SimulatedNode[]
  organizationId: Id
}

export class SimulatedConsole {
  readonly client: Client
  readonly user: User
  /** Every frame that a node sent to this console, in order of arrival. */
  readonly frames: string[] = []
  readonly answers = new Map<Id, { name: string; answer: Saved | Problem }>()
  readonly subscriptions: Subscription[] = []
  readonly documents = new Map<Id, StagingProvider>()
  readonly #place: Place
  #wires = new Set<Wire>()

  constructor(place: Place, user: User, at: number) {
    this.#place = place
    this.user = user
    this.client = new Client({
      url: '/sync',
      open: () => this.#openSync(),
      world: place.clock,
      clientId: `tab-${at}`,
    })
  }

  subscribe(view: string, args: unknown): void {
    this.subscriptions.push(this.client.subscribe(view, args, { onResult() {} }))
  }

  mutate(name: string, args: unknown): Id {
    const mutationId = this.#place.clock.id()
    this.client
      .mutate(name, args, { mutationId })
      .then((answer) => this.answers.set(mutationId, { name, answer }))
    return mutationId
  }

  /** This console's copy of a change set; opens it when it is not open yet. */
  document(changeSetId: Id): StagingProvider {
    const known = this.documents.get(changeSetId)
    if (known) return known
    const { clock, random, network, organizationId } = this.#place
    const provider = new StagingProvider(clock, random, (end) => {
      const node = this.#pickNode()
      const line = network.open<Uint8Array>(end, (socket) => {
        node.wires.add(line.wire)
        const { id: userId } = this.user
        return node.hub?.staging.connect({ organizationId, userId, sessionId: userId, changeSetId, socket })
      })
      this.#wires.add(line.wire)
      return line
    })
    this.documents.set(changeSetId, provider)
    return provider
  }

  /** Breaks all of this console's connections. */
  cut(): void {
    for (const wire of this.#wires) wire.fail()
    this.#wires = new Set()
  }

  #openSync(): SocketLike {
    const { network, organizationId } = this.#place
    const node = this.#pickNode()
    const line = network.open<string>(
      {
        opened: () => socket.onopen?.({} as never),
        receive: (data) => {
          this.frames.push(data)
          socket.onmessage?.({ data } as never)
        },
        closed: (code) => socket.onclose?.({ code } as never),
      },
      (nodeSocket) => {
        node.wires.add(line.wire)
        const { id: userId } = this.user
        const texts: Socket = {
          send: ({ text }) => nodeSocket.send(text),
          close: (code, reason) => nodeSocket.close(code, reason),
          get bufferedAmount() {
            return nodeSocket.bufferedAmount
          },
        }
        return node.hub?.connect({ organizationId, userId, sessionId: userId, socket: texts })
      },
    )
    const socket: SocketLike = {
      send: (text) => line.send(text),
      close: () => line.close(),
      onopen: null,
      onmessage: null,
      onclose: null,
    }
    this.#wires.add(line.wire)
    return socket
  }

  #pickNode(): SimulatedNode {
    return this.#place.random.pick(this.#place.nodes)
  }
}
