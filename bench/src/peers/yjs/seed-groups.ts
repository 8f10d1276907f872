import type { World } from '../../world.ts'
import { seedMembers } from './members-document.ts'

/** The documents that a Yjs server begins with: each group's, by the group's id. */
export function* seedGroups(world: World): Generator<{ room: string; update: Uint8Array }> {
  const people = new Map(world.people.map((person) => [person.id, person]))
  for (const group of [world.live, ...world.empty, ...world.lists.values()]) {
    const members = group.memberIds.flatMap((id) => people.get(id) ?? [])
    yield { room: group.id, update: seedMembers(members) }
  }
}
