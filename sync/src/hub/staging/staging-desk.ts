/** Where sockets into change sets come in, and the server's own staging. Owns the sockets, not the documents. */
import * as Y from 'yjs'
import { CLOSE } from '../../protocol/close-codes.ts'
import { type Problem, problem } from '../../protocol/problem.ts'
import type { Id } from '../../protocol/scalars.ts'
import { type Intent, stage } from '../../staging/document.ts'
import type { Who } from '../connection.ts'
import type { HubPorts } from '../hub-ports.ts'
import { internalProblem } from '../internal-problem.ts'
import type { OrganizationRoom } from '../organization-room.ts'
import { type BinarySocket, StagingSocket } from './staging-socket.ts'

export interface StageRequest {
  organizationId: Id
  userId: Id
  changeSetId: Id
  /** Stamped here with who, when and the organization's version. */
  changes: readonly Intent[]
}

export class StagingDesk {
  readonly sockets = new Set<StagingSocket>()
  readonly #ports: HubPorts
  readonly #open: (organizationId: Id) => Promise<OrganizationRoom | undefined>

  constructor(ports: HubPorts, open: (organizationId: Id) => Promise<OrganizationRoom | undefined>) {
    this.#ports = ports
    this.#open = open
  }

  /**
   * Takes an authenticated socket. Frames may come at once. Refusals are told on the socket: 4403 without
   * the right, 4410 when the change set is not open (AU6: or not of this organization).
   */
  connect({ changeSetId, socket, ...who }: Who & { changeSetId: Id; socket: BinarySocket }): StagingSocket {
    const staging = new StagingSocket(who, changeSetId, socket, this.#ports, (gone) =>
      this.sockets.delete(gone),
    )
    this.sockets.add(staging)
    this.#enter(staging).catch((error) => {
      staging.refuse(internalProblem(error, 'open change set', this.#ports))
      staging.end(CLOSE.tryLater, 'Come back later')
    })
    return staging
  }

  /** Stages for a person from the server itself; resolves when it is durable or refused. Never rejects. */
  async stage(request: StageRequest): Promise<{ staged: number } | Problem> {
    try {
      return await this.#stage(request)
    } catch (error) {
      return internalProblem(error, 'stage', this.#ports)
    }
  }

  async #enter(socket: StagingSocket): Promise<void> {
    const { organizationId, userId } = socket.who
    const room = await this.#open(organizationId)
    if (!room?.mayEnter(userId)) return socket.end(CLOSE.forbidden, 'Not allowed')
    // Perhaps it was created on another node a moment ago.
    if (!room.staging.isOpen(socket.changeSetId)) await room.follow.catchUp()
    if (!room.staging.isOpen(socket.changeSetId))
      return socket.end(CLOSE.closed, 'This change set is not open')
    const staging = await room.staging.open(socket.changeSetId)
    if (!room.mayEnter(userId)) return socket.end(CLOSE.forbidden, 'Not allowed')
    if (!room.staging.isOpen(socket.changeSetId))
      return socket.end(CLOSE.closed, 'This change set is not open')
    room.touch()
    socket.enter(staging)
  }

  async #stage({
    organizationId,
    userId,
    changeSetId,
    changes,
  }: StageRequest): Promise<{ staged: number } | Problem> {
    const room = await this.#open(organizationId)
    if (!room?.mayEnter(userId)) return problem('forbidden', 'You are not allowed to do this')
    if (!room.staging.isOpen(changeSetId)) await room.follow.catchUp()
    if (!room.staging.isOpen(changeSetId)) return problem('not-found', 'This change set is not open')
    const { document, intake } = await room.staging.open(changeSetId)
    const at = new Date(this.#ports.world.now()).toISOString()
    // Written on a copy: the document itself only takes what is stored.
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(document.doc))
    const staged = stage(copy, changes, { by: userId, at, base: room.state.version }).length
    const update = Y.encodeStateAsUpdate(copy, Y.encodeStateVector(document.doc))
    copy.destroy()
    return (await intake.stageAsServer(userId, update)) ?? { staged }
  }
}
