/** How the engine's entities stand in tables: which field is which column. Nothing else knows it. */
import type { EntityChange } from '@muster/sync/model/change.ts'

type Entity = EntityChange['entity']

interface Table {
  name: string
  /** Field of the entity → column and its type. Every table has `id` and `organization_id` besides. */
  columns: Record<string, readonly [column: string, type: string]>
}

export const tables: Record<Exclude<Entity, 'organization'>, Table> = {
  user: {
    name: 'users',
    columns: {
      email: ['email', 'text'],
      name: ['name', 'text'],
      roles: ['roles', 'text[]'],
      permissions: ['permissions', 'text[]'],
      status: ['status', 'text'],
      createdAt: ['created_at', 'timestamptz'],
      lastActiveAt: ['last_active_at', 'timestamptz'],
    },
  },
  group: {
    name: 'groups',
    columns: {
      kind: ['kind', 'text'],
      name: ['name', 'text'],
      description: ['description', 'text'],
      createdAt: ['created_at', 'timestamptz'],
      createdBy: ['created_by', 'uuid'],
    },
  },
  dashboard: {
    name: 'dashboards',
    columns: {
      name: ['name', 'text'],
      slug: ['slug', 'text'],
      ownerId: ['owner_id', 'uuid'],
      published: ['published', 'boolean'],
      createdAt: ['created_at', 'timestamptz'],
      updatedAt: ['updated_at', 'timestamptz'],
    },
  },
  changeSet: {
    name: 'change_sets',
    columns: {
      kind: ['kind', 'text'],
      name: ['name', 'text'],
      status: ['status', 'text'],
      createdAt: ['created_at', 'timestamptz'],
      createdBy: ['created_by', 'uuid'],
      closedAt: ['closed_at', 'timestamptz'],
      closedBy: ['closed_by', 'uuid'],
    },
  },
}

/** The select list that gives rows of an entity back field by field. */
export function selectList(entity: keyof typeof tables): string {
  const fields = Object.entries(tables[entity].columns)
  return ['id', ...fields.map(([field, [column]]) => `${column} as "${field}"`)].join(', ')
}
