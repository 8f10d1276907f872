import type { Change } from '../model/change.ts'
import { Role } from '../model/entities.ts'
import type { Id } from '../protocol/scalars.ts'
import type { BatchRow, StagedChange } from './staged-change.ts'

type Wish = Exclude<StagedChange, { kind: 'batch' }> | BatchRow

/** Gathers ready wishes into few changes. Sets keep a fact that is wished twice from happening twice. */
export class GatheredWishes {
  readonly #now: string
  readonly #actorId: Id | null
  readonly #created = new Map<string, Change>()
  readonly #members = { in: new Map<Id, Set<Id>>(), out: new Map<Id, Set<Id>>() }
  readonly #shares = { in: new Map<Id, Set<Id>>(), out: new Map<Id, Set<Id>>() }

  constructor(now: string, actorId: Id | null) {
    this.#now = now
    this.#actorId = actorId
  }

  /** Answers how many facts this adds: 1, or 0 for a repeated one. */
  add(wish: Wish): 0 | 1 {
    switch (wish.kind) {
      case 'membership':
        return insert(this.#members[wish.to], wish.groupId, wish.userId)
      case 'share':
        return insert(this.#shares[wish.to], wish.groupId, wish.dashboardId)
      case 'user':
        return this.#create(`user ${wish.email.toLowerCase()}`, {
          entity: 'user',
          op: 'create',
          id: wish.userId,
          after: {
            id: wish.userId,
            email: wish.email.toLowerCase(),
            name: wish.name,
            roles: [Role.parse(wish.role)],
            permissions: [],
            status: 'invited',
            createdAt: this.#now,
            lastActiveAt: null,
          },
        })
      case 'group':
        return this.#create(`group ${wish.name.toLowerCase()}`, {
          entity: 'group',
          op: 'create',
          id: wish.groupId,
          after: {
            id: wish.groupId,
            kind: 'custom',
            name: wish.name,
            description: wish.description,
            createdAt: this.#now,
            createdBy: this.#actorId,
          },
        })
      default:
        return wish satisfies never
    }
  }

  #create(fact: string, change: Change): 0 | 1 {
    if (this.#created.has(fact)) return 0
    this.#created.set(fact, change)
    return 1
  }

  /** Creations first, then who leaves and enters, then what is no longer and newly shared. */
  changes(): Change[] {
    const changes = [...this.#created.values()]
    for (const [groupId, ids] of this.#members.out)
      changes.push({ entity: 'membership', op: 'remove', groupId, userIds: [...ids] })
    for (const [groupId, ids] of this.#members.in)
      changes.push({ entity: 'membership', op: 'add', groupId, userIds: [...ids] })
    for (const [groupId, ids] of this.#shares.out)
      changes.push({ entity: 'share', op: 'remove', groupId, dashboardIds: [...ids] })
    for (const [groupId, ids] of this.#shares.in)
      changes.push({ entity: 'share', op: 'add', groupId, dashboardIds: [...ids] })
    return changes
  }
}

function insert(sets: Map<Id, Set<Id>>, groupId: Id, id: Id): 0 | 1 {
  const ids = sets.get(groupId)
  if (!ids) sets.set(groupId, new Set([id]))
  else if (ids.has(id)) return 0
  else ids.add(id)
  return 1
}
