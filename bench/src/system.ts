/**
 * What the bench asks of every system: the limit, Muster and its peers. A driver starts its servers as
 * processes of their own, speaks to them as their own clients do, and holds no clock: the harness times.
 */
import type { World } from './world.ts'

/** One membership edit. `n` counts the edits sent to this system from 1, whatever group they are of. */
export interface Edit {
  n: number
  groupId: string
  userId: string
  to: 'in' | 'out'
}

/**
 * What a console tells the harness, always after its store holds it. A mark is a number that grows with
 * the edits: a Muster console tells the version it is at, one of a system without versions the `n` of the
 * edit. Hearing mark m means: everything that was acknowledged with a mark up to m is in this store.
 */
export interface ConsoleListener {
  mark?(mark: number): void
  /** How many members the list has now. */
  count?(count: number): void
}

export interface Console {
  /** All bytes that came in over its socket so far, framing included. */
  bytesReceived(): number
  /** Members that its list counts now. */
  count(): number
  close(): Promise<void>
}

export interface ConsoleOptions {
  listener?: ConsoleListener
  /** Consoles of different numbers look at different views of the group. A system without views ignores it. */
  distinct?: number
}

/** A big edit, made ready; only `commit` is timed. */
export interface Bulk {
  /** Resolves when it is acknowledged, with its mark. */
  commit(): Promise<number>
}

/** Shows the presses of another console in the shared list that is staged before it is saved. */
export interface Stager {
  /** Stages or unstages one entry, as a key press does. Returns at once. */
  press(n: number): void
  close(): Promise<void>
}

/** A list that was just opened, once its first rows (or all of them, as the way says) are in the store. */
export interface OpenedList {
  rows: number
  bytes: number
  close(): Promise<void>
}

/** `server` is what scales with consoles; `postgres` and `replicator` stand beside it. Children count with them. */
export type Role = 'server' | 'postgres' | 'replicator'

export interface Running {
  /** Ids of the processes that this system runs in, which the harness watches in /proc. */
  processes(): readonly { role: Role; pid: number }[]
  /** A console at the page of this group, once its list is in its store. */
  openConsole(groupId: string, options?: ConsoleOptions): Promise<Console>
  /** Sends one edit; resolves with its mark when it is acknowledged. May be called again before. */
  edit(edit: Edit): Promise<number>
  /**
   * Ways to make ready that all of these become members of an empty group in one commit, by name; the first
   * one is the system's usual way.
   */
  bulks?: Readonly<Record<string, (groupId: string, userIds: readonly string[]) => Promise<Bulk>>>
  /** Ways to open the list of a group from nothing (no console of it is open), by name; at least one. */
  lists?: Readonly<Record<string, (groupId: string) => Promise<OpenedList>>>
  /** One admin at the shared staged list. `onPress` hears the presses of the others, in order. */
  openStager?(onPress: (n: number) => void): Promise<Stager>
  /** Stops all its processes. */
  stop(): Promise<void>
}

export interface System {
  name: string
  /** Of what is measured, e.g. `{ ws: '8.23.0', postgres: '18.4' }`. */
  versions(): Record<string, string>
  /** One sentence: what is on disk when an edit is acknowledged. */
  durable: string
  /** Starts it, filled with the world, in a folder of its own below `folder`. */
  start(world: World, folder: string): Promise<Running>
}
