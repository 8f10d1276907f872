import type { World } from '../world.ts'
import type { FrameBudgets } from './frame-budgets.ts'
import type { Logger } from './logger.ts'
import type { Meter } from './meter.ts'
import type { HubOptions } from './options.ts'
import type { OrganizationRoom } from './organization-room.ts'
import type { CommitLog, Committer, StagingStore, Wakeup } from './ports.ts'

/** What every room of a hub works with. */
export interface HubPorts {
  log: CommitLog
  committer: Committer
  staging: StagingStore
  wakeup: Wakeup
  world: World
  logger: Logger
  meter: Meter
  options: HubOptions
  /** What each person may send: to views and mutations, and into change sets. */
  frames: FrameBudgets
  stagingFrames: FrameBudgets
  /** A room no longer shows the truth: forget it. */
  onLost(room: OrganizationRoom): void
}
