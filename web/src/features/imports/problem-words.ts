import type { ImportProblem, ImportProblemKind } from '@muster/sync/staging/import/import-report.ts'

/** Each kind of problem in two or three words. */
export const problemNames: Record<ImportProblemKind, string> = {
  'unknown-user': 'No such user',
  'unknown-group': 'No such group',
  duplicate: 'Twice in the file',
  'not-allowed': 'Not allowed',
  'not-an-email': 'Not an e-mail address',
  'built-in': 'Built-in group',
  malformed: 'Not complete',
  'bad-role': 'No such role',
  'name-taken': 'Name is taken',
}

/** What to do about a row. */
export function wayOut({ kind, suggestion }: Pick<ImportProblem, 'kind' | 'suggestion'>): string {
  if (suggestion !== undefined) return `Meant ${suggestion}?`
  switch (kind) {
    case 'unknown-user':
      return 'Import users first'
    case 'unknown-group':
      return 'Import groups first'
    case 'duplicate':
      return 'The first one counts'
    case 'not-allowed':
      return 'Ask an admin'
    case 'built-in':
      return 'It updates itself'
    case 'name-taken':
      return 'Choose another name'
    case 'not-an-email':
    case 'malformed':
    case 'bad-role':
      return 'Fix in the file'
    default:
      return kind satisfies never
  }
}
