/** The lists of the limit in memory: a row has the fields that a row of Muster's member list has. */
import type { World } from '../world.ts'

export interface MemberRow {
  id: string
  name: string
  email: string
  lastActiveAt: string | null
  status: string
  roles: readonly string[]
  added: { version: number; at: string; by: string } | null
}

/** What one commit did to a list, told to its consoles in one frame. */
export interface ListChange {
  mark: number
  put: MemberRow[]
  out: string[]
}

export class MemberRows {
  private readonly people: ReadonlyMap<string, MemberRow>
  private readonly lists = new Map<string, Map<string, MemberRow>>()

  constructor(world: World) {
    const row = { lastActiveAt: null, status: 'active', roles: ['viewer'], added: null }
    this.people = new Map(world.people.map((person) => [person.id, { ...person, ...row }]))
    for (const group of [world.live, ...world.lists.values()]) this.change(group.id, 0, group.memberIds, [])
  }

  of(groupId: string): MemberRow[] {
    return [...(this.lists.get(groupId)?.values() ?? [])]
  }

  change(groupId: string, mark: number, into: readonly string[], out: readonly string[]): ListChange {
    const list = this.lists.get(groupId) ?? new Map<string, MemberRow>()
    this.lists.set(groupId, list)
    const put: MemberRow[] = []
    const added = mark > 0 ? { version: mark, at: new Date().toISOString(), by: 'A writer' } : null
    for (const id of into) {
      const person = this.people.get(id)
      if (!person) throw new Error(`nobody has the id ${id}`)
      const row = { ...person, added }
      list.set(id, row)
      put.push(row)
    }
    for (const id of out) list.delete(id)
    return { mark, put, out: [...out] }
  }
}
