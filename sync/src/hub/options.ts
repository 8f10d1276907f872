/** The hub's bounds and paces, in milliseconds, bytes and counts. Tests and simulations narrow them. */
export interface HubOptions {
  /** Slow look at the log's tail, in case a wake-up was lost (RC7). */
  pollMs: number
  /** How long an unused organization stays in memory (FN5). */
  idleMs: number
  /** How long a live view outlives its last subscriber (SB6). */
  lingerMs: number
  /** Recent commits read when an organization is opened, to know who touched what. */
  stampCommits: number
  /** Recent commits kept for resuming consoles (RC1). */
  historyCommits: number
  /** Rows that those commits may have changed in total. */
  historyRows: number
  /** Frames that one person may send at once, and per second after that, on all sockets together (CN8). */
  frameBurst: number
  framesPerSecond: number
  /** Subscriptions per connection (SB3). */
  maxSubscriptions: number
  /** Distinct views that one person keeps alive in an organization (SB10). */
  maxViewsPerPerson: number
  /** Mutations that may wait per organization (CM13), and that one transaction takes. */
  maxWaiting: number
  /** Of one person (CM18). */
  maxWaitingPerPerson: number
  maxBatch: number
  /** Commits of more rows go alone and tell their progress (CM9). */
  bigRows: number
  /** Saves of batches of so many rows are planned in slices, ahead of their turn (CM15). */
  longRows: number
  /** Unsent bytes at which deltas stop, resume, and at which the socket is closed (FN2, FN3). */
  slowBytes: number
  drainedBytes: number
  hopelessBytes: number
  hopelessMs: number
  /** How often a slow console is looked at. */
  slowCheckMs: number
  /** Presence changes are gathered this long (PS3); dropped connections stay listed this long (PS4). */
  presenceWindowMs: number
  presenceGraceMs: number
  /** Consoles online that are all named to all; of more, so many at a console's own page (PS9). */
  presenceListed: number
  presenceAtPage: number
  /** Nodes tell each other of presence at most this often per organization, in at most so many hints (PS7). */
  whisperMs: number
  whisperHints: number
  /** How often a node says that it is there, and after what silence its consoles are taken for gone (PS6). */
  beatMs: number
  nodeSilenceMs: number
  /** Progress of a commit goes to other nodes at most this often (CM9). */
  whisperProgressMs: number
  /** How long a save waits for staged changes on their way (ST8). */
  coverMs: number
  /** How long a commit with an unknown outcome is looked for before giving up (CM12). */
  unknownMs: number
  /** Stored updates after which a document is compacted (ST13). */
  compactAfter: number
  /** Frames that one person may send into change sets at once, and per second after that (ST20). */
  stagingBurst: number
  stagingPerSecond: number
  /** Sockets closed per second when stopping (CN10), or more so that all are closed within `drainMs`. */
  drainPerSecond: number
  drainMs: number
  /** How long commits under way may take to end when stopping. */
  finishMs: number
}

export const defaultOptions: HubOptions = {
  pollMs: 5_000,
  idleMs: 60_000,
  lingerMs: 5_000,
  stampCommits: 1_000,
  historyCommits: 1_000,
  historyRows: 50_000,
  frameBurst: 2_000,
  framesPerSecond: 1_000,
  maxSubscriptions: 64,
  maxViewsPerPerson: 256,
  maxWaiting: 1_000,
  maxWaitingPerPerson: 500,
  maxBatch: 256,
  bigRows: 1_000,
  longRows: 5_000,
  slowBytes: 1024 * 1024,
  drainedBytes: 256 * 1024,
  hopelessBytes: 8 * 1024 * 1024,
  hopelessMs: 30_000,
  slowCheckMs: 100,
  presenceWindowMs: 250,
  presenceGraceMs: 10_000,
  presenceListed: 100,
  presenceAtPage: 40,
  whisperMs: 250,
  whisperHints: 4,
  beatMs: 5_000,
  nodeSilenceMs: 15_000,
  whisperProgressMs: 500,
  coverMs: 3_000,
  unknownMs: 20_000,
  compactAfter: 200,
  stagingBurst: 500,
  stagingPerSecond: 100,
  drainPerSecond: 500,
  drainMs: 8_000,
  finishMs: 10_000,
}
