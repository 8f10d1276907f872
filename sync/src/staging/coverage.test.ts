import { toBase64 } from 'lib0/buffer'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { isProblem } from '../protocol/problem.ts'
import { cutToCovered, removeKeys, stateVectorOf } from './coverage.ts'
import { entriesOf, exclude, exclusionsOf, type Intent, readContent, stage, unstage } from './document.ts'
import { packRows, waitingRows } from './remaining-rows.ts'
import { AT, idOf } from './sample-organization.ts'

const stamp = { by: idOf('ana'), at: AT, base: 7 }
const member = (user: string, to: 'in' | 'out' = 'in'): Intent => ({
  kind: 'membership',
  groupId: idOf('ops'),
  userId: idOf(user),
  to,
})
const key = (user: string) => `membership:${idOf('ops')}:${idOf(user)}`
const read = (doc: Y.Doc) => readContent(doc, idOf('draft'), new Map())
const sync = (from: Y.Doc, to: Y.Doc) => Y.applyUpdate(to, Y.encodeStateAsUpdate(from))

function cut(doc: Y.Doc, stateVector: string) {
  const outcome = cutToCovered(doc, read(doc), stateVector)
  if (isProblem(outcome)) throw new Error(outcome.title)
  return { keys: [...outcome.content.entries.keys()], uncovered: outcome.uncovered }
}

describe('what an admin saw', () => {
  it('is what their state vector covers; later entries and later edits are left out', () => {
    const [server, admin] = [new Y.Doc(), new Y.Doc()]
    stage(server, [member('uma'), member('vic'), member('max')], stamp)
    sync(server, admin)
    const seen = stateVectorOf(admin)
    expect(cut(server, seen)).toEqual({ keys: [key('max'), key('uma'), key('vic')], uncovered: 0 })
    stage(server, member('pia'), stamp)
    stage(server, member('uma', 'out'), stamp)
    unstage(server, key('max'))
    expect(cut(server, seen)).toEqual({ keys: [key('vic')], uncovered: 2 })
  })

  it('covers nothing that the server has not got, and refuses rubbish', () => {
    const doc = new Y.Doc()
    stage(doc, member('uma'), stamp)
    expect(cut(doc, toBase64(Y.encodeStateVector(new Y.Doc())))).toEqual({ keys: [], uncovered: 1 })
    for (const rubbish of ['', '!', 'zzzz', '////////'])
      expect(isProblem(cutToCovered(doc, read(doc), rubbish)), rubbish).toBe(true)
  })
})

describe('removing keys', () => {
  it('leaves the document as it is and answers an update that every copy takes', () => {
    const [server, admin] = [new Y.Doc(), new Y.Doc()]
    stage(server, [member('uma'), member('vic')], stamp)
    sync(server, admin)
    const update = removeKeys(server, [key('uma'), key('ghost')])
    expect(read(server).entries.size).toBe(2)
    for (const doc of [server, admin]) {
      Y.applyUpdate(doc, update)
      expect([...read(doc).entries.keys()]).toEqual([key('vic')])
      expect(doc.store.pendingDs).toBeNull()
    }
  })

  it('spares what somebody stages meanwhile under the same key', () => {
    const [server, admin] = [new Y.Doc(), new Y.Doc()]
    stage(server, member('uma'), stamp)
    sync(server, admin)
    stage(admin, member('uma', 'out'), stamp)
    Y.applyUpdate(server, removeKeys(server, [key('uma')]))
    sync(admin, server)
    expect(read(server).entries.get(key('uma'))).toMatchObject({ to: 'out' })
  })

  it('leaves of a batch what still waits', () => {
    const [server, admin] = [new Y.Doc(), new Y.Doc()]
    const batch = { kind: 'batch', batchId: idOf('file'), of: 'users', name: 'f', count: 9 } as const
    stage(server, [batch, member('uma')], stamp)
    sync(server, admin)
    const left = { ...batch, ...stamp, remaining: packRows(9, (position) => position === 8) }
    const update = removeKeys(server, [key('uma')], [left])
    for (const doc of [server, admin]) {
      Y.applyUpdate(doc, update)
      expect([...read(doc).entries.values()]).toEqual([left])
      expect(doc.store.pendingStructs ?? doc.store.pendingDs).toBeNull()
    }
    unstage(admin, `batch:${idOf('file')}`)
    expect(read(admin).entries.size).toBe(0)
    expect(waitingRows(left.remaining)(8)).toBe(true)
    expect(waitingRows(left.remaining)(7)).toBe(false)
  })

  it('takes the exclusions of a batch along', () => {
    const doc = new Y.Doc()
    stage(doc, { kind: 'batch', batchId: idOf('file'), of: 'users', name: 'f', count: 9 }, stamp)
    for (const batch of ['file', 'other']) exclude(doc, idOf(batch), 1, stamp)
    Y.applyUpdate(doc, removeKeys(doc, [`batch:${idOf('file')}`]))
    expect(entriesOf(doc).size).toBe(0)
    expect([...exclusionsOf(doc).keys()]).toEqual([`${idOf('other')}:1`])
  })
})
