/** What every system is filled with before it is measured: the same people and groups, told from a size. */
import { createHash } from 'node:crypto'

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
  organizationId: string
  people: readonly Person[]
  /** Where works A, B and E happen: a hundred members. */
  live: Group
  /** Empty; work C fills it. */
  bulk: Group
  /** Work D opens these, by how many members they have. */
  lists: ReadonlyMap<number, Group>
}

/** Members that the live group begins with. */
const LIVE_MEMBERS = 100

/** The same id for the same words, in the form of a version 4 UUID. */
export function idOf(words: string): string {
  const hex = createHash('sha256').update(words).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** A world of so many people, with a list of each size. No list is longer than there are people. */
export function makeWorld(peopleCount: number, listSizes: readonly number[]): World {
  const people = Array.from({ length: peopleCount }, (_, index) => {
    const number = String(index).padStart(6, '0')
    return { id: idOf(`person ${number}`), name: `Person ${number}`, email: `person.${number}@bench.example` }
  })
  const ids = people.map((person) => person.id)
  const group = (name: string, memberIds: readonly string[]): Group => ({
    id: idOf(`group ${name}`),
    name,
    memberIds,
  })
  return {
    organizationId: idOf('organization'),
    people,
    live: group('Live', ids.slice(0, LIVE_MEMBERS)),
    bulk: group('Bulk', []),
    lists: new Map(listSizes.map((size) => [size, group(`List of ${size}`, ids.slice(0, size))])),
  }
}

/**
 * The edit with this number (from 1). The live group is a window that moves over all people: odd edits add
 * the next person, even ones take out the oldest member. So it keeps its size, no two edits within a
 * hundred annul each other, and nobody comes up twice before everybody did.
 */
export function editAt(world: World, n: number): { n: number; userId: string; to: 'in' | 'out' } {
  const step = Math.floor((n - 1) / 2)
  const to = n % 2 === 1 ? 'in' : 'out'
  const person = world.people[(step + (to === 'in' ? LIVE_MEMBERS : 0)) % world.people.length]
  if (!person) throw new Error('a world has people')
  return { n, userId: person.id, to }
}
