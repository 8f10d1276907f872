import type { DemoGroup } from './demo-organization.ts'
import { demoId } from './deterministic.ts'

/** The two groups that every organization has; their members are computed. */
export function builtInGroups(
  space: string,
  createdAt: string,
): { allUsers: DemoGroup; allAnalysts: DemoGroup } {
  const common = { createdAt, createdBy: null }
  return {
    allUsers: {
      id: demoId(`${space} built-in all-users`),
      kind: 'all-users',
      name: 'All Users',
      description: 'Every active user',
      ...common,
    },
    allAnalysts: {
      id: demoId(`${space} built-in all-analysts`),
      kind: 'all-analysts',
      name: 'All Analysts',
      description: 'Every active admin and analyst',
      ...common,
    },
  }
}
