/** A system while it is measured: what runs, and the edits that it has had. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Console, Running, System } from './system.ts'
import { Edits, type Group, type World } from './world.ts'

export class Subject {
  readonly system: System
  readonly running: Running
  readonly world: World
  readonly edits: Edits
  private readonly folder: string
  private emptied = 0
  stopped = false

  private constructor(system: System, running: Running, world: World, folder: string) {
    this.system = system
    this.running = running
    this.world = world
    this.folder = folder
    this.edits = new Edits(world)
  }

  static async start(system: System, world: World): Promise<Subject> {
    const folder = await mkdtemp(join(tmpdir(), 'muster-bench-'))
    try {
      return new Subject(system, await system.start(world, folder), world, folder)
    } catch (error) {
      await rm(folder, { recursive: true, force: true })
      throw error
    }
  }

  get name(): string {
    return this.system.name
  }

  /** Edits this group; resolves with the mark. */
  edit(group: Group): Promise<number> {
    return this.running.edit(this.edits.next(group))
  }

  /** A group that nothing has filled yet. */
  emptyGroup(): Group {
    const group = this.world.empty[this.emptied++]
    if (!group) throw new Error('the world has no empty group left')
    return group
  }

  /** Safe to call twice. */
  async stop(): Promise<void> {
    if (this.stopped) return
    this.stopped = true
    await this.running.stop()
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** Opens so many, a few at a time. */
export async function openMany<T>(count: number, open: (index: number) => Promise<T>): Promise<T[]> {
  const opened: T[] = []
  for (let first = 0; first < count; first += 40) {
    const some = Array.from({ length: Math.min(40, count - first) }, (_, index) => open(first + index))
    opened.push(...(await Promise.all(some)))
  }
  return opened
}

export const closeAll = (consoles: readonly Pick<Console, 'close'>[]): Promise<unknown> =>
  Promise.all(consoles.map((console) => console.close()))
