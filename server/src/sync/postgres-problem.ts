import { nothingWritten } from '@muster/sync/hub/ports.ts'
import { type Problem, problem } from '@muster/sync/protocol/problem.ts'
import { ConnectionLost, StatementFailed } from './postgres-transaction.ts'

/** What a refused constraint means to the person whose change it was. */
const words: Record<string, string> = {
  users_pk: 'This user exists already',
  users_email: 'Another user has this e-mail address',
  groups_pk: 'This group exists already',
  groups_name: 'Another group has this name',
  groups_one_of_each_built_in: 'The organization has this built-in group already',
  dashboards_pk: 'This dashboard exists already',
  dashboards_slug: 'Another dashboard has this address',
  dashboards_owner: 'A dashboard needs an owner who is a user of the organization',
  change_sets_pk: 'This change set exists already',
  change_sets_one_draft: 'The organization has its shared draft already',
  change_sets_draft_stays_open: 'The shared draft always stays open',
  change_set_updates_change_set: 'The change set no longer exists',
  group_members_pk: 'Someone is in the group already',
  group_members_group: 'The group no longer exists',
  group_members_user: 'The user no longer exists',
  dashboard_shares_pk: 'A dashboard is shared with the group already',
  dashboard_shares_group: 'The group no longer exists',
  dashboard_shares_dashboard: 'The dashboard no longer exists',
}

/** Division by zero: how our statements say that a count is not what it must be. */
export const MISCOUNT = '22012'

/**
 * The problem behind a failure of the database, in words for the person who asked. `unavailable` may pass
 * by itself; `internal` is our mistake and belongs into the log.
 */
export function problemOf(failure: unknown): Problem {
  if (failure instanceof ConnectionLost)
    return problem('unavailable', 'The database cannot be reached right now')
  if (!(failure instanceof StatementFailed)) return problem('internal', 'Something went wrong while saving')
  const { code, constraint = '' } = failure
  if (code === MISCOUNT) return problem('conflict', 'The saved rows are not what this change expects')
  if (code.startsWith('23')) {
    return problem('conflict', words[constraint] ?? 'The change does not fit what is saved', {
      detail: `Refused by ${constraint || 'a constraint'} of the database.`,
    })
  }
  if (code.startsWith('22')) return problem('invalid', 'A value cannot be stored as it is')
  if (code.startsWith('53')) return unwritten(outOf[code] ?? 'The database is short of resources')
  if (code.startsWith('58')) return unwritten('The database cannot write to its disk')
  if (code === '25006') return problem('unavailable', 'The database accepts no changes right now')
  if (/^(08|40|55|57)/.test(code)) return problem('unavailable', 'The database cannot do this right now')
  return problem('internal', 'Something went wrong while saving')
}

/** The database said so itself, so nothing was saved; it may pass when somebody has made room. */
const unwritten = (title: string): Problem =>
  nothingWritten(problem('unavailable', title, { detail: 'Nothing was saved. Try again later.' }))

const outOf: Record<string, string> = {
  '53100': "The database's disk is full",
  '53200': 'The database is out of memory',
  '53300': 'The database has too many connections',
}
