/**
 * What a console of a system without versions tells as its mark. Such a console only sees who came and went;
 * the driver knows which edit that was. No person comes up twice before the edit before it arrived.
 */
import type { Edit } from '../system.ts'

export class EditMarks {
  /** Number of the newest edit that was sent. */
  newest = 0
  #numbers = new Map<string, number>()

  /** Before it is sent. */
  sent(edit: Edit): void {
    this.newest = edit.n
    this.#numbers.set(key(edit.groupId, edit.userId, edit.to), edit.n)
  }

  /** The number of the edit that let this person be in or out; undefined when none did. */
  of(groupId: string, userId: string, to: Edit['to']): number | undefined {
    return this.#numbers.get(key(groupId, userId, to))
  }
}

function key(groupId: string, userId: string, to: Edit['to']): string {
  return `${to} ${groupId} ${userId}`
}
