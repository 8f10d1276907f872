/** What the routes and sockets of a node are made from. One set per `createServer`. */
import type { Hub } from '@muster/sync/hub/hub.ts'
import type { StagingStore } from '@muster/sync/hub/ports.ts'
import type { Database } from './auth/database.ts'
import type { Sessions } from './auth/lucia.ts'
import type { SignInLimit } from './auth/sign-in-limit.ts'
import type { DatabaseState } from './features/health/database-state.ts'
import type { OriginRules } from './http/origin.ts'
import type { Logger } from './logger.ts'
import type { MetricsRules } from './metrics/may-read-metrics.ts'
import type { Metrics } from './metrics/metrics.ts'

export interface Services {
  db: Database
  hub: Hub
  /** Where the rows of staged batches go. */
  staging: StagingStore
  sessions: Sessions
  signInLimit: SignInLimit
  rules: OriginRules
  log: Logger
  metrics: Metrics
  metricsRules: MetricsRules
  /** False while starting or draining: load balancers then send nobody here. */
  ready(): boolean
  /** Folder of the built console. */
  webRoot: string
  /** For probes: can the database be worked with now? */
  databaseState: DatabaseState
}
