import type { Id, Version } from '../protocol/scalars.ts'

/**
 * The log is not the one that its reader knows: the database was restored from a backup. `isAnnounced` is false
 * when the log ends before what the reader has, although nobody gave the database a new epoch.
 */
export class OtherHistory extends Error {
  readonly isAnnounced: boolean

  private constructor(message: string, isAnnounced: boolean) {
    super(message)
    this.isAnnounced = isAnnounced
  }

  static ofEpoch(known: string, found: string): OtherHistory {
    return new OtherHistory(`The database has the epoch ${found}, not ${known}`, true)
  }

  static endsBefore(organizationId: Id, known: Version, head: Version): OtherHistory {
    return new OtherHistory(
      `The log of organization ${organizationId} ends at version ${head}, before ${known}`,
      false,
    )
  }
}
