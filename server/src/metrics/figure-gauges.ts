/** What a node holds, counted when the metrics are read and never before. */
import type { Figures } from '@muster/sync/hub/figures.ts'
import { Gauge, type Registry } from 'prom-client'
import type { Pool } from '../sync/postgres-pool.ts'

/**
 * Bytes that a user's seat and a membership take in a replica, measured on one organization with 100,000 users and
 * 1,000,000 memberships: the heap and buffers after collection with all of it, less those without memberships.
 * A user's are their row, keys, search text and places in the orders; a membership's both directions of it. An
 * estimate: names, pages and the garbage collector have their own mind.
 */
const USER_BYTES = 920
const MEMBERSHIP_BYTES = 27

export interface Gauged {
  figures(): Figures
  ready(): boolean
  pools: Readonly<Record<string, Pool>>
}

/** Registers the gauges. Answers a function that sets them all to what is now. */
export function figureGauges(registry: Registry, node: Gauged): () => void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] })
  const ready = gauge('muster_ready', '1 while this node takes work, 0 while it starts or stops.')
  const connections = new Gauge({
    name: 'muster_connections',
    help: 'Open sockets: of consoles (sync) and into change sets (staging).',
    labelNames: ['socket'],
    registers: [registry],
  })
  const simple: [Gauge, (figures: Figures) => number][] = [
    [
      gauge('muster_slow_connections', 'Consoles that get no deltas because they do not read.'),
      (now) => now.slowConnections,
    ],
    [gauge('muster_subscriptions', 'Subscriptions of all consoles.'), (now) => now.subscriptions],
    [
      gauge('muster_live_views', 'Distinct views that are kept up to date for the subscriptions.'),
      (now) => now.liveViews,
    ],
    [
      gauge('muster_unsent_bytes', 'Bytes handed to sockets that have not left yet.'),
      (now) => now.unsentBytes,
    ],
    [gauge('muster_unsent_bytes_max', 'The same, of the socket with most.'), (now) => now.mostUnsentBytes],
    [gauge('muster_organizations', 'Organizations in the memory of this node.'), (now) => now.organizations],
    [gauge('muster_replica_users', 'Users in the replicas of this node.'), (now) => now.users],
    [
      gauge('muster_replica_memberships', 'Memberships in the replicas of this node.'),
      (now) => now.memberships,
    ],
    [
      gauge('muster_replica_bytes', 'Estimated bytes of the replicas, from users and memberships.'),
      (now) => now.users * USER_BYTES + now.memberships * MEMBERSHIP_BYTES,
    ],
    [
      gauge('muster_waiting_mutations', 'Mutations that wait for an answer, of all organizations.'),
      (now) => now.waiting,
    ],
    [
      gauge('muster_staged_documents', 'Documents of change sets in the memory of this node.'),
      (now) => now.stagedDocuments,
    ],
    [gauge('muster_staged_document_bytes', 'Bytes of those documents.'), (now) => now.stagedBytes],
    [
      gauge(
        'muster_log_lag_versions',
        'Versions known to be durable and not applied here yet, of all organizations.',
      ),
      (now) => now.behind,
    ],
    [
      gauge('muster_log_lag_versions_max', 'The same, of the organization with most.'),
      (now) => now.mostBehind,
    ],
  ]
  const postgres = new Gauge({
    name: 'muster_postgres_connections',
    help: 'Connections to Postgres by pool, busy or idle.',
    labelNames: ['pool', 'state'],
    registers: [registry],
  })
  const waiting = new Gauge({
    name: 'muster_postgres_waiting',
    help: 'Work that waits for a connection of this pool.',
    labelNames: ['pool'],
    registers: [registry],
  })
  return () => {
    const figures = node.figures()
    ready.set(node.ready() ? 1 : 0)
    connections.set({ socket: 'sync' }, figures.connections)
    connections.set({ socket: 'staging' }, figures.stagingSockets)
    for (const [each, of] of simple) each.set(of(figures))
    for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries(node.pools)) {
      postgres.set({ pool, state: 'busy' }, totalCount - idleCount)
      postgres.set({ pool, state: 'idle' }, idleCount)
      waiting.set({ pool }, waitingCount)
    }
  }
}
