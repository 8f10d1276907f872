/** What is said between the limit's server and its load. Edits and bulks go up, the rest comes down. */
import type { Edit } from '../system.ts'
import type { ListChange, MemberRow } from './member-rows.ts'

export type Way = 'unnest' | 'COPY'

export type Up =
  | { type: 'edit'; edit: Edit }
  | { type: 'prepare'; groupId: string; userIds: readonly string[]; way: Way }
  | { type: 'commit'; groupId: string; mark: number }

export type Down =
  | { type: 'rows'; rows: MemberRow[] }
  | ({ type: 'change' } & ListChange)
  | { type: 'prepared'; groupId: string }
  | { type: 'acknowledged'; mark: number }
