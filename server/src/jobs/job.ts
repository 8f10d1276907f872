/** Periodic work of the whole cluster. It may run twice (a node dies, a queue is lost), so it must bear that. */
export interface Job {
  /** Names it in the queue, in logs and in metrics. */
  readonly name: string
  /** Milliseconds between two runs, counted over all nodes. */
  readonly everyMs: number
  /** Does it once; answers how many things it cleared away. Rejects when it could not. */
  run(): Promise<number>
}
