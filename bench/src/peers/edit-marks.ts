/**
 * What a console of a system without versions tells as its mark. Such a console only sees who came and went;
 * the driver knows which edit that was. No person comes up twice before the edit before it arrived.
 */
import type { Edit } from '../system.ts'

export class EditMarks {
  #numbers = new Map<string, number>()

  /** Before it is sent. */
  sent(edit: Edit): void {
    this.#numbers.set(key(edit.userId, edit.to), edit.n)
  }

  /** The number of the edit that let this person be in or out; undefined when none did. */
  of(userId: string, to: Edit['to']): number | undefined {
    return this.#numbers.get(key(userId, to))
  }
}

function key(userId: string, to: Edit['to']): string {
  return `${to} ${userId}`
}
