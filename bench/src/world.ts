/** What every system is filled with before it is measured: the same people and groups, told from a size. */
import { createHash } from 'node:crypto'
import type { Edit } from './system.ts'

export interface Person {
  id: string
  name: string
  email: string
}

export interface Group {
  id: string
  name: string
  memberIds: readonly string[]
}

export interface World {
  /** What it was made from: `makeWorld(size)` makes the same one in another process. */
  size: WorldSize
  organizationId: string
  /** By name, which is also the order of their numbers. */
  people: readonly Person[]
  /** Where works A, B and E happen: about a hundred members. */
  live: Group
  /** Empty; work C fills one after the other. */
  empty: readonly Group[]
  /** Work D opens these, by how many members they have; work A edits them, too. */
  lists: ReadonlyMap<number, Group>
}

export interface WorldSize {
  people: number
  lists: readonly number[]
  empty: number
}

/** People who come and go, the first of all by name: so every edit is on the first page of a list. */
const POOL = 2_000
/** How many of them are members at a time. */
const GUESTS = 4
const LIVE_MEMBERS = 100

/** The same id for the same words, in the form of a version 4 UUID. */
export function idOf(words: string): string {
  const hex = createHash('sha256').update(words).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** A world of so many people. A list has its size in members, so there must be `POOL` people more. */
export function makeWorld(size: WorldSize): World {
  const { people: count, lists, empty } = size
  const people = Array.from({ length: count }, (_, index) => {
    const number = String(index).padStart(6, '0')
    return { id: idOf(`person ${number}`), name: `Person ${number}`, email: `person.${number}@bench.example` }
  })
  const ids = people.map((person) => person.id)
  const group = (name: string, members: number): Group => ({
    id: idOf(`group ${name}`),
    name,
    memberIds: members === 0 ? [] : ids.slice(POOL - GUESTS, POOL - GUESTS + members),
  })
  return {
    size,
    organizationId: idOf('organization'),
    people,
    live: group('Live', LIVE_MEMBERS),
    empty: Array.from({ length: empty }, (_, index) => group(`Empty ${index}`, 0)),
    lists: new Map(lists.map((size) => [size, group(`List of ${size}`, size)])),
  }
}

/**
 * The edits of one run of one system. In each group a window moves over the pool: one edit adds the next
 * person, the next takes out the one who came `GUESTS` additions before. So a group keeps its size,
 * neighbouring edits do not annul each other, and nobody comes up twice before all of the pool did.
 */
export class Edits {
  private readonly world: World
  private readonly steps = new Map<string, number>()
  private sent = 0

  constructor(world: World) {
    this.world = world
  }

  next(group: Group): Edit {
    const step = this.steps.get(group.id) ?? 0
    this.steps.set(group.id, step + 1)
    const to = step % 2 === 0 ? 'in' : 'out'
    const place = Math.floor(step / 2) + (to === 'in' ? 0 : POOL - GUESTS)
    const person = this.world.people[place % POOL]
    if (!person) throw new Error('a world has people')
    return { n: ++this.sent, groupId: group.id, userId: person.id, to }
  }
}
