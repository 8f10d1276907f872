import fc from 'fast-check'
import * as encoding from 'lib0/encoding'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import {
  comment,
  commentsOf,
  deleteComment,
  entriesOf,
  exclude,
  exclusionsOf,
  type Intent,
  readContent,
  stage,
  unstage,
} from './document.ts'
import type { Sender } from './judge-value.ts'
import { STAGING_LIMITS } from './limits.ts'
import { AT, idOf } from './sample-organization.ts'
import { UpdateGate, type Verdict } from './update-gate.ts'

const NOW = Date.parse(AT)
const ana: Sender = { actorId: idOf('ana'), now: NOW, version: 7 }
const bea: Sender = { ...ana, actorId: idOf('bea') }
const server: Sender = { ...ana, asServer: true }
const stamp = (sender: Sender) => ({ by: sender.actorId, at: AT, base: 7 })
const member = (user: string, to: 'in' | 'out' = 'in'): Intent => ({
  kind: 'membership',
  groupId: idOf('ops'),
  userId: idOf(user),
  to,
})
const key = (user: string) => `membership:${idOf('ops')}:${idOf(user)}`

/** A server's document behind its gate, and consoles that hold copies of it. */
class Room {
  readonly doc = new Y.Doc()
  readonly gate = new UpdateGate(this.doc)

  /** What the edit brings, made on a fresh copy of the document. */
  edit(write: (doc: Y.Doc) => void, from: Y.Doc = this.copy()): Uint8Array {
    const before = Y.encodeStateVector(from)
    const updates: Uint8Array[] = []
    from.on('update', (update: Uint8Array) => updates.push(update))
    write(from)
    return updates.length > 0 ? Y.mergeUpdates(updates) : Y.encodeStateAsUpdate(from, before)
  }

  copy(): Y.Doc {
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(this.doc))
    return copy
  }

  send(update: Uint8Array, sender: Sender): Verdict {
    const before = this.snapshot()
    const verdict = this.gate.check(update, sender)
    expect(this.snapshot()).toBe(before)
    if (verdict.ok && verdict.update) Y.applyUpdate(this.doc, verdict.update)
    expect(this.doc.store.pendingStructs ?? this.doc.store.pendingDs).toBeNull()
    return verdict
  }

  snapshot(): string {
    return Buffer.from(Y.encodeStateAsUpdate(this.doc)).toString('base64')
  }

  get keys(): string[] {
    return [...entriesOf(this.doc).keys()]
  }
}

const said = (verdict: Verdict) => (verdict.ok ? 'accepted' : verdict.problem.kind)

function roomWith(...users: string[]): Room {
  const room = new Room()
  expect(
    said(
      room.send(
        room.edit((doc) =>
          stage(
            doc,
            users.map((u) => member(u)),
            stamp(ana),
          ),
        ),
        ana,
      ),
    ),
  ).toBe('accepted')
  return room
}

describe('an honest console', () => {
  it('stages, unstages, excludes, comments and takes its comment back', () => {
    const room = new Room()
    const id = idOf('note')
    for (const write of [
      (doc: Y.Doc) => void stage(doc, [member('uma'), member('vic')], stamp(ana)),
      (doc: Y.Doc) => unstage(doc, key('uma')),
      (doc: Y.Doc) => exclude(doc, idOf('file'), 3, stamp(ana)),
      (doc: Y.Doc) => comment(doc, { id, by: idOf('ana'), at: AT, text: 'Why?' }),
      (doc: Y.Doc) => deleteComment(doc, id),
    ])
      expect(said(room.send(room.edit(write), ana))).toBe('accepted')
    expect(room.keys).toEqual([key('vic')])
    expect(exclusionsOf(room.doc).size).toBe(1)
    expect(commentsOf(room.doc).length).toBe(0)
  })

  it('may take away what another admin staged', () => {
    const room = roomWith('uma')
    expect(
      said(
        room.send(
          room.edit((doc) => unstage(doc, key('uma'))),
          bea,
        ),
      ),
    ).toBe('accepted')
    expect(room.keys).toEqual([])
  })

  it('may send again everything it holds, with what it staged offline', () => {
    const room = roomWith('uma')
    const offline = room.copy()
    room.send(
      room.edit((doc) => stage(doc, member('vic'), stamp(bea))),
      bea,
    )
    stage(offline, member('max'), stamp(bea))
    const verdict = room.send(Y.encodeStateAsUpdate(offline), bea)
    expect(said(verdict)).toBe('accepted')
    expect(room.keys.sort()).toEqual([key('max'), key('uma'), key('vic')].sort())
    expect(room.send(Y.encodeStateAsUpdate(offline), bea)).toEqual({ ok: true, update: undefined })
  })

  it('may have staged long ago, on an older version', () => {
    const room = new Room()
    const old = { by: idOf('ana'), at: '2025-12-24T18:00:00Z', base: 1 }
    expect(
      said(
        room.send(
          room.edit((doc) => stage(doc, member('uma'), old)),
          ana,
        ),
      ),
    ).toBe('accepted')
  })

  it('is not held up by the gate having refused others', () => {
    const room = roomWith('uma')
    const good = room.edit((doc) => stage(doc, member('vic'), stamp(bea)))
    expect(
      said(
        room.send(
          room.edit((doc) => stage(doc, member('max'), stamp(bea))),
          ana,
        ),
      ),
    ).toBe('forbidden')
    expect(said(room.send(good, bea))).toBe('accepted')
  })

  it('finds the gate in step with what other nodes and saves wrote', () => {
    const room = roomWith('uma')
    const elsewhere = room.copy()
    unstage(elsewhere, key('uma'))
    stage(elsewhere, member('max'), stamp(bea))
    Y.applyUpdate(room.doc, Y.encodeStateAsUpdate(elsewhere))
    expect(
      said(
        room.send(
          room.edit((doc) => stage(doc, member('vic'), stamp(ana))),
          ana,
        ),
      ),
    ).toBe('accepted')
    expect(room.keys.sort()).toEqual([key('max'), key('vic')].sort())
  })
})

describe('a hostile console', () => {
  const raw = (write: (doc: Y.Doc) => void, sender = ana, room = roomWith('uma')) =>
    said(room.send(room.edit(write), sender))
  const entry = (more: object = {}) => ({ ...member('vic'), ...stamp(ana), ...more })
  const set = (value: unknown, at = key('vic')) => raw((doc) => entriesOf(doc).set(at, value))

  it('cannot stage in another name', () => {
    expect(raw((doc) => void stage(doc, member('vic'), stamp(bea)))).toBe('forbidden')
  })

  it('cannot stage a batch; the server can', () => {
    const batch: Intent = { kind: 'batch', batchId: idOf('file'), of: 'users', name: 'f.csv', count: 3 }
    expect(raw((doc) => void stage(doc, batch, stamp(ana)))).toBe('forbidden')
    expect(raw((doc) => void stage(doc, batch, stamp(bea)), server)).toBe('accepted')
  })

  it('cannot put a change under another key, or on a version that is not there yet', () => {
    expect(set(entry(), key('max'))).toBe('malformed')
    expect(set(entry({ base: 8 }))).toBe('invalid')
    expect(set(entry({ at: new Date(NOW + 6 * 60_000).toISOString() }))).toBe('invalid')
    expect(set(entry({ at: new Date(NOW + 60_000).toISOString() }))).toBe('accepted')
  })

  it('learns that a base ahead of this node may be right', () => {
    const room = roomWith()
    const update = room.edit((doc) => entriesOf(doc).set(key('vic'), entry({ base: 8 })))
    expect(room.send(update, ana)).toMatchObject({ ok: false, ahead: true })
    expect(said(room.send(update, { ...ana, version: 8 }))).toBe('accepted')
  })

  it('writes nothing but plain staged changes', () => {
    for (const value of [
      1,
      'text',
      null,
      undefined,
      [],
      {},
      [entry()],
      entry({ more: 1 }),
      entry({ to: 'sideways' }),
      entry({ kind: 'secret' }),
      entry({ userId: { nested: true } }),
      entry({ userId: idOf('vic').toUpperCase().replace('0', 'A') }),
      { ...entry(), toJSON: 'x' },
    ])
      expect(set(value), JSON.stringify(value)).toBe('malformed')
  })

  it('cannot hide a change in a prototype', () => {
    const room = roomWith()
    const update = room.edit((doc) => entriesOf(doc).set(key('vic'), entry({ aaproto: 1 })))
    const poisoned = Buffer.from(update)
    poisoned.write('__proto', poisoned.indexOf('aaproto'))
    expect(said(room.send(poisoned, ana))).toBe('malformed')
    const object = JSON.parse(`{"__proto__": ${JSON.stringify(entry())}}`)
    expect(
      said(
        room.send(
          room.edit((doc) => entriesOf(doc).set(key('vic'), object)),
          ana,
        ),
      ),
    ).toBe('malformed')
    expect(
      said(
        room.send(
          room.edit((doc) => entriesOf(doc).set('__proto__', entry())),
          ana,
        ),
      ),
    ).toBe('malformed')
  })

  it('brings no nested types, text, binary, documents or other roots', () => {
    expect(set(new Y.Map())).toBe('malformed')
    expect(set(new Y.Array())).toBe('malformed')
    expect(set(new Y.Text('x'))).toBe('malformed')
    expect(set(new Y.XmlElement('b'))).toBe('malformed')
    expect(set(new Y.Doc())).toBe('malformed')
    expect(set(new Uint8Array(3))).toBe('malformed')
    expect(raw((doc) => doc.getMap('elsewhere').set('a', entry()))).toBe('malformed')
    expect(raw((doc) => doc.getText('elsewhere').insert(0, 'a', { bold: true }))).toBe('malformed')
    expect(raw((doc) => commentsOf(doc).push([entry()]))).toBe('malformed')
  })

  it('cannot use a root as another type', () => {
    const room = new Room()
    const foreign = (write: (doc: Y.Doc) => void) => said(room.send(room.edit(write, new Y.Doc()), ana))
    expect(foreign((doc) => doc.getArray('entries').push([entry()]))).toBe('malformed')
    expect(foreign((doc) => doc.getText('entries').insert(0, 'x'))).toBe('malformed')
    expect(
      foreign((doc) =>
        doc.getMap('comments').set('a', { id: idOf('c'), by: idOf('ana'), at: AT, text: 'x' }),
      ),
    ).toBe('malformed')
  })

  it('cannot hide content that its own update deletes', () => {
    const room = roomWith()
    const secret = room.edit(
      (doc) => {
        entriesOf(doc).set(key('vic'), { contraband: 'x'.repeat(100) })
        entriesOf(doc).delete(key('vic'))
      },
      new Y.Doc({ gc: false }),
    )
    expect(said(room.send(secret, ana))).toBe('malformed')
    const clean = room.edit(
      (doc) => {
        stage(doc, member('vic'), stamp(ana))
        unstage(doc, key('vic'))
      },
      new Y.Doc({ gc: false }),
    )
    const verdict = room.send(clean, ana)
    expect(said(verdict)).toBe('accepted')
    expect(verdict.ok && Buffer.from(verdict.update ?? []).includes(idOf('ana'))).toBe(false)
  })

  it('cannot write with the client id of another console', () => {
    const room = new Room()
    const mine = new Y.Doc()
    mine.clientID = 1234
    room.send(
      room.edit((doc) => void stage(doc, member('uma'), stamp(ana)), mine),
      ana,
    )
    const thief = room.copy()
    thief.clientID = 1234
    const stolen = room.edit((doc) => void stage(doc, member('vic'), stamp(bea)), thief)
    expect(said(room.send(stolen, bea))).toBe('forbidden')
    expect(
      said(
        room.send(
          room.edit((doc) => void stage(doc, member('vic'), stamp(ana)), mine),
          ana,
        ),
      ),
    ).toBe('accepted')
  })

  it('cannot take a client id that a console has shown already', () => {
    const room = new Room()
    expect(room.gate.clients.show(77, idOf('ana'))).toBe(true)
    expect(room.gate.clients.show(77, idOf('bea'))).toBe(false)
    const thief = new Y.Doc()
    thief.clientID = 77
    expect(
      said(
        room.send(
          room.edit((doc) => void stage(doc, member('vic'), stamp(bea)), thief),
          bea,
        ),
      ),
    ).toBe('forbidden')
  })

  it('leaves the comments of others alone', () => {
    const room = roomWith()
    const note = (sender: Sender, word: string) => ({
      id: idOf(word),
      by: sender.actorId,
      at: AT,
      text: word,
    })
    const write = (doc: Y.Doc) => comment(doc, note(ana, 'one'))
    expect(said(room.send(room.edit(write), ana))).toBe('accepted')
    expect(
      said(
        room.send(
          room.edit((doc) => deleteComment(doc, idOf('one'))),
          bea,
        ),
      ),
    ).toBe('forbidden')
    expect(
      said(
        room.send(
          room.edit((doc) => comment(doc, note(bea, 'one'))),
          bea,
        ),
      ),
    ).toBe('malformed')
    expect(
      said(
        room.send(
          room.edit((doc) => comment(doc, note(ana, 'two'))),
          bea,
        ),
      ),
    ).toBe('forbidden')
    expect(
      said(
        room.send(
          room.edit((doc) => comment(doc, note(bea, 'two'))),
          bea,
        ),
      ),
    ).toBe('accepted')
    expect(
      said(
        room.send(
          room.edit((doc) => commentsOf(doc).delete(0, 2)),
          bea,
        ),
      ),
    ).toBe('forbidden')
    expect(
      said(
        room.send(
          room.edit((doc) => deleteComment(doc, idOf('one'))),
          ana,
        ),
      ),
    ).toBe('accepted')
  })

  it('cannot leave gaps', () => {
    const room = roomWith()
    const doc = new Y.Doc()
    stage(doc, member('vic'), stamp(ana))
    const seen = Y.encodeStateVector(doc)
    stage(doc, member('max'), stamp(ana))
    expect(said(room.send(Y.encodeStateAsUpdate(doc, seen), ana))).toBe('malformed')
    const ghost = encoding.createEncoder()
    for (const number of [0, 1, 4711, 1, 0, 5]) encoding.writeVarUint(ghost, number)
    expect(said(room.send(encoding.toUint8Array(ghost), ana))).toBe('malformed')
  })

  it('cannot push clocks up or flood with structs', () => {
    const flood = (write: (encoder: encoding.Encoder) => void) => {
      const encoder = encoding.createEncoder()
      write(encoder)
      return said(roomWith().send(encoding.toUint8Array(encoder), ana))
    }
    expect(
      flood((encoder) => {
        for (const number of [1, 1, 4711, 0]) encoding.writeVarUint(encoder, number)
        encoding.writeUint8(encoder, 0)
        for (const number of [2 ** 50, 0]) encoding.writeVarUint(encoder, number)
      }),
    ).toBe('too-large')
    expect(
      flood((encoder) => {
        for (const number of [1, 100_000, 4711, 0]) encoding.writeVarUint(encoder, number)
        for (let index = 0; index < 100_000; index++) encoding.writeUint16(encoder, 1 << 8)
        encoding.writeVarUint(encoder, 0)
      }),
    ).toBe('too-large')
    expect(said(roomWith().send(new Uint8Array(STAGING_LIMITS.updateBytes + 1), ana))).toBe('too-large')
  })

  it('ST4 cannot bring pieces of no length, after which nobody could read the document', () => {
    const empty = (numbers: number[], after: number[] = [0]) => {
      const encoder = encoding.createEncoder()
      for (const number of [...numbers, ...after]) encoding.writeVarUint(encoder, number)
      return encoding.toUint8Array(encoder)
    }
    const room = roomWith('uma')
    const [client = 0] = Y.decodeStateVector(Y.encodeStateVector(room.doc)).keys()
    // One collected piece of a new client; one deleted range of a known one.
    expect(said(room.send(empty([1, 1, 4711, 0, 0, 0]), ana))).toBe('malformed')
    expect(said(room.send(empty([0], [1, client, 1, 0, 0]), ana))).toBe('malformed')
    expect(said(room.send(empty([0], [1, client, 1, 2 ** 40, 0]), ana))).toBe('malformed')
    expect(entriesOf(room.copy()).size).toBe(1)
  })

  it('ST11 cannot fill a change set with the long keys of deleted entries', () => {
    const encoder = encoding.createEncoder()
    for (const number of [1, 1, 4711, 0]) encoding.writeVarUint(encoder, number)
    // Deleted content under a key of the root `entries`.
    encoding.writeUint8(encoder, 32 | 1)
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarString(encoder, 'entries')
    encoding.writeVarString(encoder, 'k'.repeat(5_000))
    for (const number of [1, 0]) encoding.writeVarUint(encoder, number)
    expect(said(roomWith().send(encoding.toUint8Array(encoder), ana))).toBe('malformed')
  })

  it('cannot nest values until the stack ends', () => {
    const room = roomWith()
    const update = room.edit((doc) => entriesOf(doc).set(key('vic'), 'DEEP'.repeat(50_000)))
    const deep = Buffer.from(update)
    deep.fill(Buffer.from([117, 1]), deep.indexOf('DEEP') - 4)
    expect(said(room.send(deep, ana))).toBe('malformed')
  })

  it('ST11 cannot fill a change set with text beyond 1 MB, which is counted in bytes', () => {
    const write = (room: Room, letter: string, from: number) =>
      said(
        room.send(
          room.edit((doc) => {
            for (let at = from; at < from + 80; at++)
              comment(doc, { id: idOf(`c${at}`), by: idOf('ana'), at: AT, text: letter.repeat(2_000) })
          }),
          ana,
        ),
      )
    const [narrow, wide] = [new Room(), new Room()]
    for (const from of [0, 80, 160]) expect(write(narrow, 'x', from)).toBe('accepted')
    expect([0, 80, 160].map((from) => write(wide, '日', from))).toEqual(['accepted', 'accepted', 'too-large'])
    expect(
      said(
        wide.send(
          wide.edit((doc) => deleteComment(doc, idOf('c0'))),
          ana,
        ),
      ),
    ).toBe('accepted')
  })

  it('ST11 cannot fill a change set without end', () => {
    const room = new Room()
    const many = Array.from({ length: STAGING_LIMITS.entries }, (_, index) => member(`u${index}`))
    expect(
      said(
        room.send(
          room.edit((doc) => void stage(doc, many, stamp(ana))),
          ana,
        ),
      ),
    ).toBe('accepted')
    expect(
      said(
        room.send(
          room.edit((doc) => void stage(doc, member('vic'), stamp(ana))),
          ana,
        ),
      ),
    ).toBe('too-large')
    expect(
      said(
        room.send(
          room.edit((doc) => unstage(doc, key('u0'))),
          bea,
        ),
      ),
    ).toBe('accepted')
    expect(
      said(
        room.send(
          room.edit((doc) => void stage(doc, member('vic'), stamp(bea))),
          bea,
        ),
      ),
    ).toBe('accepted')
  })
})

describe('a node that is behind', () => {
  it('is told to catch up before it refuses what another node has stored', () => {
    const [behind, other] = [new Room(), new Room()]
    other.send(
      other.edit((doc) => void stage(doc, member('uma'), stamp(ana))),
      ana,
    )
    const console = other.copy()
    stage(console, member('vic'), stamp(bea))
    const everything = Y.encodeStateAsUpdate(console)
    expect(behind.send(everything, bea)).toMatchObject({ ok: false, ahead: true })
    Y.applyUpdate(behind.doc, Y.encodeStateAsUpdate(other.doc))
    expect(said(behind.send(everything, bea))).toBe('accepted')
  })

  it('lets a change set shrink that two nodes together overfilled', () => {
    const room = new Room()
    const many = Array.from({ length: STAGING_LIMITS.entries + 5 }, (_, index) => member(`u${index}`))
    stage(room.doc, many, stamp(ana))
    expect(
      said(
        room.send(
          room.edit((doc) => unstage(doc, key('u0'))),
          bea,
        ),
      ),
    ).toBe('accepted')
    expect(
      said(
        room.send(
          room.edit((doc) => void stage(doc, member('vic'), stamp(bea))),
          bea,
        ),
      ),
    ).toBe('too-large')
  })
})

describe('any bytes', () => {
  const people = ['uma', 'vic', 'max', 'pia']

  it('never throw and never change the good document unless accepted', () => {
    const room = roomWith('uma', 'vic')
    room.send(
      room.edit((doc) => comment(doc, { id: idOf('c'), by: idOf('ana'), at: AT, text: 'Hello' })),
      ana,
    )
    const bases = [
      room.edit((doc) => void stage(doc, [member('max'), member('uma', 'out')], stamp(bea))),
      room.edit((doc) => unstage(doc, [key('uma'), key('vic')])),
      room.edit((doc) => deleteComment(doc, idOf('c'))),
      Y.encodeStateAsUpdate(room.doc),
    ]
    const mutated = fc
      .tuple(
        fc.constantFrom(...bases),
        fc.array(fc.tuple(fc.nat(2_000), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.nat(2_000),
      )
      .map(([base, edits, cut]) => {
        const bytes = Uint8Array.from(base)
        for (const [at, byte] of edits) bytes[at % bytes.length] = byte
        return cut % 5 === 0 ? bytes.slice(0, cut % bytes.length) : bytes
      })
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 300 })), (update) => {
        room.send(update, bea)
        const { entries, comments } = readContent(room.doc, idOf('draft'), new Map())
        expect(room.copy().store.clients.size).toBe(room.doc.store.clients.size)
        expect(entries.size).toBe(entriesOf(room.doc).size)
        expect(comments.length).toBe(commentsOf(room.doc).length)
        for (const { by } of comments) expect([idOf('ana'), idOf('bea')]).toContain(by)
      }),
      { numRuns: 1_500 },
    )
  })

  it('converge for honest consoles that edit at once, whatever the order', () => {
    const edit = fc.record({
      console: fc.nat(2),
      user: fc.constantFrom(...people),
      act: fc.constantFrom('in', 'out', 'no'),
    })
    fc.assert(
      fc.property(fc.array(fc.oneof(edit, fc.record({ sync: fc.nat(2) })), { maxLength: 30 }), (steps) => {
        const room = new Room()
        const senders = [ana, bea, { ...ana, actorId: idOf('max') }]
        const copies = senders.map(() => new Y.Doc())
        const sync = (index: number) => {
          const [copy, sender] = [copies[index] ?? new Y.Doc(), senders[index] ?? ana]
          const update = Y.encodeStateAsUpdate(copy, Y.encodeStateVector(room.doc))
          expect(said(room.send(update, sender))).toBe('accepted')
          Y.applyUpdate(copy, Y.encodeStateAsUpdate(room.doc))
        }
        for (const step of steps) {
          if ('sync' in step) {
            sync(step.sync)
            continue
          }
          const [copy, sender] = [copies[step.console] ?? new Y.Doc(), senders[step.console] ?? ana]
          if (step.act === 'no') unstage(copy, key(step.user))
          else stage(copy, member(step.user, step.act === 'in' ? 'in' : 'out'), stamp(sender))
        }
        for (const round of [0, 1, 2, 0, 1, 2]) sync(round)
        const contents = [room.doc, ...copies].map(
          (doc) => readContent(doc, idOf('draft'), new Map()).entries,
        )
        for (const content of contents) expect(content).toEqual(contents[0])
      }),
      { numRuns: 150 },
    )
  })
})
