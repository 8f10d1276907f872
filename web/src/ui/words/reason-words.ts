import { givenName } from '../../store/hue.ts'
import { relativeTime } from '../time-words.ts'

/** Why a staged change is a no-op or a conflict, as the server's views give it. */
export interface EntryReason {
  code: string
  by?: { id: string; name: string } | undefined
  at?: string | undefined
  name?: string | undefined
}

export interface ReasonContext {
  kind: 'membership' | 'share' | 'batch'
  me: string
  now: number
}

/** "by Tom 2 min ago", as far as it is known. */
function byWhom(reason: EntryReason, { me, now }: ReasonContext): string {
  const who = reason.by ? ` by ${reason.by.id === me ? 'you' : givenName(reason.by.name)}` : ''
  if (!reason.at) return who
  const when = relativeTime(reason.at, now)
  return `${who} ${when.charAt(0).toLowerCase()}${when.slice(1)}`
}

/** What happened, who and when: "Already a member, added by Tom 2 min ago". */
export function reasonWords(reason: EntryReason, context: ReasonContext): string {
  const by = byWhom(reason, context)
  const share = context.kind === 'share'
  switch (reason.code) {
    case 'already-in':
      return share ? `Shared already${by && `, shared${by}`}` : `Already a member${by && `, added${by}`}`
    case 'already-out':
      return share
        ? `Not shared any more${by && `, removed${by}`}`
        : `Not a member any more${by && `, removed${by}`}`
    case 'exists':
      return `There already${by && `, added${by}`}`
    case 'superseded':
      return 'Something staged later says the same'
    case 'group-gone':
      return `The group ${reason.name ? `${reason.name} ` : ''}was deleted${by}`
    case 'user-gone':
      return `${reason.name ?? 'This person'} was removed from the organization${by}`
    case 'user-disabled':
      return `This person was disabled${by}`
    case 'dashboard-gone':
      return `The dashboard ${reason.name ? `${reason.name} ` : ''}was deleted${by}`
    case 'built-in':
      return `${reason.name ?? 'The group'} is built in and keeps its members itself`
    case 'name-taken':
      return `Another group is named ${reason.name ?? 'like this'}`
    case 'not-allowed':
      return share ? 'You may not share this with the group' : 'You may not save this'
    default:
      return 'This cannot be saved'
  }
}
