/** How much a hub holds at a moment, counted when somebody asks. Costs a walk over sockets and organizations. */
import type { Connection } from './connection.ts'
import type { OrganizationRoom } from './organization-room.ts'
import type { StagingSocket } from './staging/staging-socket.ts'

export interface Figures {
  /** Sockets of views, and those of them that get no deltas because they do not drain. */
  connections: number
  slowConnections: number
  /** Sockets into change sets. */
  stagingSockets: number
  subscriptions: number
  liveViews: number
  /** Bytes handed to sockets of both kinds that have not left: all together, and of the one with most. */
  unsentBytes: number
  mostUnsentBytes: number
  organizations: number
  users: number
  memberships: number
  /** Mutations that wait for an answer. */
  waiting: number
  /** Documents of change sets in memory, and their bytes. */
  stagedDocuments: number
  stagedBytes: number
  /** Versions that are known to be durable and not applied here: all together, and of the organization with most. */
  behind: number
  mostBehind: number
}

export function figuresOf(
  rooms: Iterable<OrganizationRoom>,
  connections: ReadonlySet<Connection>,
  stagingSockets: ReadonlySet<StagingSocket>,
): Figures {
  const figures: Figures = {
    connections: connections.size,
    slowConnections: 0,
    stagingSockets: stagingSockets.size,
    subscriptions: 0,
    liveViews: 0,
    unsentBytes: 0,
    mostUnsentBytes: 0,
    organizations: 0,
    users: 0,
    memberships: 0,
    waiting: 0,
    stagedDocuments: 0,
    stagedBytes: 0,
    behind: 0,
    mostBehind: 0,
  }
  for (const connection of connections) {
    figures.subscriptions += connection.subscriptions.size
    if (connection.isSlow) figures.slowConnections += 1
  }
  for (const { unsentBytes } of [...connections, ...stagingSockets]) {
    figures.unsentBytes += unsentBytes
    figures.mostUnsentBytes = Math.max(figures.mostUnsentBytes, unsentBytes)
  }
  for (const room of rooms) {
    const { behind } = room.follow
    figures.organizations += 1
    figures.liveViews += room.liveViews.size
    figures.users += room.state.users.size
    figures.memberships += room.state.members.size
    figures.waiting += room.queue.size
    figures.behind += behind
    figures.mostBehind = Math.max(figures.mostBehind, behind)
    for (const { bytes } of room.staging.documents()) {
      figures.stagedDocuments += 1
      figures.stagedBytes += bytes
    }
  }
  return figures
}
