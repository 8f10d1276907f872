import type { Problem } from '@muster/sync/protocol/problem.ts'
import { countOf } from '../ui/format-count.ts'

const full = 'Save or discard some of it, or import a file: a file is staged as one entry'

/** What to say when the server did not take what I staged: how much of it is out, and why. */
export function refusalWords(why: Problem, lost: number): { title: string; detail: string } {
  const title =
    lost === 0
      ? 'The staged changes were loaded again'
      : `${countOf(lost, 'staged change')} could not be kept.`
  const reason = (why.detail ?? why.title).replace(/\.$/, '')
  return { title, detail: why.kind === 'too-large' ? `${reason}. ${full}.` : `${reason}.` }
}

/** What to say when the server was restored from a backup, and how much of what I staged it does not have. */
export function restoredWords(lost: number): { title: string; detail: string } {
  const missing = `${countOf(lost, 'change')} you had staged ${lost === 1 ? 'is' : 'are'} not in it`
  return {
    title: 'Muster was restored from a backup.',
    detail: `What was saved after it is gone${lost === 0 ? '' : `, and ${missing}`}. You see what is stored now.`,
  }
}

/** What to say when a change set was saved or discarded before what I staged was sent. */
export function closedWords(lost: number): { title: string; detail: string } {
  return {
    title: `${countOf(lost, 'staged change')} came too late.`,
    detail: 'The change set was saved or discarded before they were sent.',
  }
}
