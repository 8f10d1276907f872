/**
 * Stands before a change set's document on the server: every update of a console passes `check` before it
 * is stored, applied or relayed.
 *
 * Owns a trial document that is kept in step with the good one, and whose each Yjs client id is.
 * Does not own the good document and never writes to it. What `check` refuses leaves no trace: the
 * trial document is thrown away and made again from the good one.
 *
 * One update at a time: apply an accepted update to the good document, or `forget` it, before the next
 * `check`.
 */
import * as Y from 'yjs'
import { type Problem, type ProblemKind, problem } from '../protocol/problem.ts'
import { ClientIds } from './client-ids.ts'
import { inspectUpdate } from './inspect-update.ts'
import type { Objection, Sender } from './judge-value.ts'
import { TrialDocument } from './trial-document.ts'

/**
 * `update` is what the accepted update really brings: without what the document had already and without
 * content that the update itself deletes; undefined when that is nothing. `ahead` says that this node may
 * be behind: a console that comes from another node builds on what others stored there. Read the log and the
 * stored updates, then check once more, before anybody's work is refused.
 */
export type Verdict =
  | { ok: true; update: Uint8Array | undefined }
  | { ok: false; problem: Problem; ahead: boolean }

export class UpdateGate {
  /** Consoles show their ids here too, so that nobody else writes with them. */
  readonly clients = new ClientIds()
  readonly #doc: Y.Doc
  #trial: TrialDocument | undefined

  constructor(doc: Y.Doc) {
    this.#doc = doc
    this.#learnOwners(Y.encodeStateAsUpdate(doc))
    doc.on('update', this.#follow)
  }

  /** Never throws, whatever the bytes are. */
  check(update: Uint8Array, sender: Sender): Verdict {
    try {
      return this.#check(update, sender)
    } catch {
      this.forget()
      return refused({ kind: 'malformed', title: 'The update cannot be applied' })
    }
  }

  #check(update: Uint8Array, sender: Sender): Verdict {
    this.#trial ??= new TrialDocument(this.#doc)
    const trial = this.#trial
    const inspected = inspectUpdate(
      update,
      { clockOf: (client) => trial.clockOf(client), ownerOf: (client) => this.clients.ownerOf(client) },
      sender,
    )
    if ('kind' in inspected) return refused(inspected)
    const tried = trial.apply(update, sender)
    if ('kind' in tried) {
      this.forget()
      return refused(tried)
    }
    if (!sender.asServer) for (const client of inspected.clients) this.clients.wrote(client, sender.actorId)
    return { ok: true, update: tried.update }
  }

  /** The last accepted update could not be stored: go back to what the good document holds. */
  forget(): void {
    this.#trial?.destroy()
    this.#trial = undefined
  }

  destroy(): void {
    this.#doc.off('update', this.#follow)
    this.forget()
  }

  /** Updates of other nodes and of saves reach the good document without passing here. */
  #follow = (update: Uint8Array): void => {
    this.#learnOwners(update)
    this.#trial?.follow(update)
  }

  /** Whoever signed a client's content owns the client id. */
  #learnOwners(update: Uint8Array): void {
    for (const struct of Y.decodeUpdate(update).structs) {
      if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentAny)) continue
      const [value] = struct.content.arr
      if (typeof value?.by === 'string' && value.kind !== 'batch')
        this.clients.wrote(struct.id.client, value.by)
    }
  }
}

function refused({ kind, title, ahead = false }: Objection): Verdict {
  return { ok: false, problem: problem(kind satisfies ProblemKind, title), ahead }
}
