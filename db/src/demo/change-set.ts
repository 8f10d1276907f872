import type { DemoChangeSet } from './demo-organization.ts'
import { demoId } from './deterministic.ts'

/** An open change set: the organization's Shared draft, or a named one. */
export function openChangeSet(
  space: string,
  kind: DemoChangeSet['kind'],
  name: string,
  createdAt: string,
  createdBy: string | null,
): DemoChangeSet {
  const id = demoId(`${space} change set ${name}`)
  return { id, kind, name, status: 'open', createdAt, createdBy, closedAt: null, closedBy: null }
}
