/** The binary frames of a staging socket: the y-websocket protocol, and message 100 for refusals. */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync'
import * as Y from 'yjs'
import type { Problem } from '../../protocol/problem.ts'
import type { Id } from '../../protocol/scalars.ts'
import type { TakenBack } from './taken-back.ts'

/**
 * Numbers of the y-websocket protocol; three are ours, each a varString of JSON: 100 is a Problem, 101 is
 * `{ by: { id, name }, changes: TakenBack[] }`: what of the receiver's somebody else took back, 102 is
 * `{ epoch }`: a copy of the document that is of another epoch must not be merged into this one (ST21).
 */
export const MESSAGE = {
  sync: 0,
  awareness: 1,
  auth: 2,
  queryAwareness: 3,
  problem: 100,
  takenBack: 101,
  epoch: 102,
} as const

export type StagingFrame =
  | { kind: 'step1'; stateVector: Uint8Array }
  | { kind: 'update'; update: Uint8Array }
  | { kind: 'awareness'; entries: AwarenessEntry[] }
  | { kind: 'queryAwareness' }
  | { kind: 'ignored' }

/** One console's awareness. `state` null means that it left. */
export interface AwarenessEntry {
  client: number
  clock: number
  state: unknown
}

const MAX_AWARENESS_ENTRIES = 64
const MAX_AWARENESS_TEXT = 4096

/** Reads a frame; undefined when it is none. Never throws. */
export function readFrame(bytes: Uint8Array): StagingFrame | undefined {
  try {
    return read(decoding.createDecoder(bytes))
  } catch {
    return undefined
  }
}

function read(decoder: decoding.Decoder): StagingFrame | undefined {
  switch (decoding.readVarUint(decoder)) {
    case MESSAGE.sync:
      return readSync(decoder)
    case MESSAGE.awareness: {
      const entries = readAwareness(decoding.createDecoder(decoding.readVarUint8Array(decoder)))
      return entries && { kind: 'awareness', entries }
    }
    case MESSAGE.queryAwareness:
      return { kind: 'queryAwareness' }
    case MESSAGE.auth:
      return { kind: 'ignored' }
    default:
      return undefined
  }
}

function readSync(decoder: decoding.Decoder): StagingFrame | undefined {
  switch (decoding.readVarUint(decoder)) {
    case messageYjsSyncStep1: {
      const stateVector = decoding.readVarUint8Array(decoder)
      Y.decodeStateVector(stateVector)
      return { kind: 'step1', stateVector }
    }
    case messageYjsSyncStep2:
    case messageYjsUpdate:
      return { kind: 'update', update: decoding.readVarUint8Array(decoder) }
    default:
      return undefined
  }
}

function readAwareness(decoder: decoding.Decoder): AwarenessEntry[] | undefined {
  const count = decoding.readVarUint(decoder)
  if (count > MAX_AWARENESS_ENTRIES) return undefined
  const entries: AwarenessEntry[] = []
  for (let at = 0; at < count; at++) {
    const client = decoding.readVarUint(decoder)
    const clock = decoding.readVarUint(decoder)
    const text = decoding.readVarString(decoder)
    if (text.length > MAX_AWARENESS_TEXT) return undefined
    entries.push({ client, clock, state: JSON.parse(text) })
  }
  return entries
}

/** Asks for everything that this document lacks. */
export function step1Frame(doc: Y.Doc): Uint8Array {
  return syncFrame(messageYjsSyncStep1, Y.encodeStateVector(doc))
}

/** Everything that the other side lacks. */
export function step2Frame(doc: Y.Doc, stateVector: Uint8Array): Uint8Array {
  return syncFrame(messageYjsSyncStep2, Y.encodeStateAsUpdate(doc, stateVector))
}

export function updateFrame(update: Uint8Array): Uint8Array {
  return syncFrame(messageYjsUpdate, update)
}

export function awarenessFrame(entries: readonly AwarenessEntry[]): Uint8Array {
  const inner = encoding.createEncoder()
  encoding.writeVarUint(inner, entries.length)
  for (const { client, clock, state } of entries) {
    encoding.writeVarUint(inner, client)
    encoding.writeVarUint(inner, clock)
    encoding.writeVarString(inner, JSON.stringify(state))
  }
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.awareness)
    encoding.writeVarUint8Array(encoder, encoding.toUint8Array(inner))
  })
}

export function problemFrame(problem: Problem): Uint8Array {
  return textFrame(MESSAGE.problem, problem)
}

/** Tells somebody that another admin took back what they had staged. */
export function takenBackFrame(by: { id: Id; name: string }, changes: readonly TakenBack[]): Uint8Array {
  return textFrame(MESSAGE.takenBack, { by, changes })
}

/** Says which history the document is of, before anything else. */
export function epochFrame(epoch: string): Uint8Array {
  return textFrame(MESSAGE.epoch, { epoch })
}

function textFrame(message: number, value: unknown): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, message)
    encoding.writeVarString(encoder, JSON.stringify(value))
  })
}

function syncFrame(step: number, bytes: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, MESSAGE.sync)
    encoding.writeVarUint(encoder, step)
    encoding.writeVarUint8Array(encoder, bytes)
  })
}
