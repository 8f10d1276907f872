import type { ChangeSetContent } from './change-set-content.ts'
import type { Scope, StagedChange } from './staged-change.ts'

/** True when the staged change belongs to the scope. Batches belong to `all` only. */
function inScope(change: StagedChange, scope: Scope): boolean {
  switch (scope.of) {
    case 'all':
      return true
    case 'group':
      return change.kind !== 'batch' && change.groupId === scope.groupId
    case 'dashboard':
      return change.kind === 'share' && change.dashboardId === scope.dashboardId
    case 'user':
      return change.kind === 'membership' && change.userId === scope.userId
    default:
      return scope satisfies never
  }
}

/** The scope's entries in the order of staging. */
export function entriesIn(content: ChangeSetContent, scope: Scope): [string, StagedChange][] {
  const found: [string, StagedChange][] = []
  for (const entry of content.entries) if (inScope(entry[1], scope)) found.push(entry)
  return found
}
