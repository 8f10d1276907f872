/**
 * First look at an incoming update, before any document takes it: does it decode, is it small, and is
 * every new piece of it something that may stand in a change set. Pieces that the document has already
 * are not looked at: Yjs skips them, and a console that was away may send them again.
 */
import * as Y from 'yjs'
import type { Id } from '../protocol/scalars.ts'
import { ROOTS } from './document.ts'
import { type Objection, objectionTo, recognise, type Sender } from './judge-value.ts'
import { STAGING_LIMITS } from './limits.ts'

interface Inspected {
  /** Yjs client ids that add pieces: they belong to the sender from now on. */
  clients: Set<number>
}

/** What the document has: clocks by Yjs client id, and whose client ids those are. */
interface KnownClients {
  clockOf(client: number): number
  ownerOf(client: number): Id | undefined
}

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]

const malformed = (title: string): Objection => ({ kind: 'malformed', title })

export function inspectUpdate(
  update: Uint8Array,
  known: KnownClients,
  sender: Sender,
): Inspected | Objection {
  if (update.byteLength > STAGING_LIMITS.updateBytes)
    return { kind: 'too-large', title: 'This is too much for one update' }
  let structs: Struct[]
  let deleted: { len: number }[]
  try {
    const decoded = Y.decodeUpdate(update)
    structs = decoded.structs
    deleted = [...decoded.ds.clients.values()].flat()
  } catch {
    return malformed('The update cannot be read')
  }
  // Yjs stores a piece of no length, and then writes updates that no Yjs can read.
  if (structs.some(({ length }) => length < 1) || deleted.some(({ len }) => len < 1))
    return malformed('The update holds a piece of no length')
  const clients = new Set<number>()
  let fresh = 0
  let clocks = 0
  for (const struct of structs) {
    const { client, clock } = struct.id
    const has = known.clockOf(client)
    if (clock + struct.length <= has) continue
    clocks += struct.length
    if (++fresh > STAGING_LIMITS.structs || clocks > STAGING_LIMITS.clocks)
      return { kind: 'too-large', title: 'This is too much for one update' }
    if (client > 0xffff_ffff) return malformed('The update cannot be read')
    const owner = known.ownerOf(client)
    if (!sender.asServer && owner !== undefined && owner !== sender.actorId)
      return { kind: 'forbidden', title: 'Nobody edits in the name of another console', ahead: true }
    clients.add(client)
    const objection = objectionToStruct(struct, Math.max(0, has - clock), sender)
    if (objection) return objection
  }
  return { clients }
}

function objectionToStruct(struct: Struct, offset: number, sender: Sender): Objection | undefined {
  if (struct instanceof Y.GC) return undefined
  if (!(struct instanceof Y.Item)) return { ...malformed('The update has a gap'), ahead: true }
  const { parentSub, content } = struct
  // A root's name, an item's id, or null when it is told by the neighbours.
  const parent: unknown = struct.parent
  const inMap = parentSub !== null || parent === ROOTS.entries || parent === ROOTS.exclusions
  if (parent !== null) {
    if (parent !== ROOTS.entries && parent !== ROOTS.exclusions && parent !== ROOTS.comments)
      return malformed('The update writes outside of the change set')
    if ((parent === ROOTS.comments) === (parentSub !== null))
      return malformed('The update writes outside of the change set')
  }
  // The key of what was deleted stays in the document for ever.
  if (parentSub !== null && parentSub.length > STAGING_LIMITS.keyLength)
    return malformed('The update writes outside of the change set')
  if (content instanceof Y.ContentDeleted) return undefined
  if (!(content instanceof Y.ContentAny)) return malformed('A change set holds plain values only')
  if (inMap && content.arr.length !== 1) return malformed('An entry holds one value')
  for (const written of content.arr.slice(offset)) {
    const value = recognise(written)
    if (!value) return malformed('The update holds something that is not a staged change')
    const objection = objectionTo(value, sender)
    if (objection) return objection
  }
  return undefined
}
