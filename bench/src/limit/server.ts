/**
 * The limit: what a durable edit that everybody sees costs at the least with Node, `ws` and Postgres. No sign-in, no
 * rights, no checks, no history: one statement, one prepared frame. `LIMIT_GROUPED` commits all edits that
 * wait together. Run as a process of its own.
 */
import postgres from 'postgres'
import { type WebSocket, WebSocketServer } from 'ws'
import { endWithParent } from '../peers/end-with-parent.ts'
import type { Edit } from '../system.ts'
import { makeWorld, type WorldSize } from '../world.ts'
import { broadcast } from './broadcast.ts'
import type { Down, Up, Way } from './frames.ts'
import { MemberRows } from './member-rows.ts'
import { makeTables } from './tables.ts'
import { Writes } from './writes.ts'

const { LIMIT_DATABASE = '', LIMIT_WORLD = '{}', LIMIT_GROUPED } = process.env
const world = makeWorld(JSON.parse(LIMIT_WORLD) as WorldSize)
const sql = postgres(LIMIT_DATABASE, { max: 1, onnotice: () => {} })
await makeTables(sql, world)
const writes = new Writes(sql, world.organizationId)
const lists = new MemberRows(world)
const consoles = new Map<string, Set<WebSocket>>()
const stagers = new Set<WebSocket>()
const prepared = new Map<string, { userIds: readonly string[]; way: Way }>()
let waiting: { edit: Edit; from: WebSocket }[] = []
let committing = false

const send = (socket: WebSocket, frame: Down) => socket.send(JSON.stringify(frame))

function tell(groupId: string, mark: number, into: readonly string[], out: readonly string[]): void {
  const frame: Down = { type: 'change', ...lists.change(groupId, mark, into, out) }
  broadcast(consoles.get(groupId) ?? [], JSON.stringify(frame))
}

async function edit(socket: WebSocket, one: Edit): Promise<void> {
  await writes.edit(one)
  const whom = [one.userId]
  if (one.to === 'in') tell(one.groupId, one.n, whom, [])
  else tell(one.groupId, one.n, [], whom)
  send(socket, { type: 'acknowledged', mark: one.n })
}

/** All edits that came while the last commit was under way become the next one, and one frame. */
async function commitWaiting(): Promise<void> {
  if (committing) return
  committing = true
  while (waiting.length > 0) {
    const group = waiting
    waiting = []
    const edits = group.map((one) => one.edit)
    await writes.editAll(edits)
    for (const [groupId, own] of Map.groupBy(edits, (one) => one.groupId)) {
      const last = [...new Map(own.map((one) => [one.userId, one])).values()]
      const ids = (to: Edit['to']) => last.filter((one) => one.to === to).map((one) => one.userId)
      tell(groupId, Math.max(...own.map((one) => one.n)), ids('in'), ids('out'))
    }
    for (const { edit: one, from } of group) send(from, { type: 'acknowledged', mark: one.n })
  }
  committing = false
}

async function commitBulk(socket: WebSocket, groupId: string, mark: number): Promise<void> {
  const { userIds, way } = prepared.get(groupId) ?? { userIds: [], way: 'unnest' }
  if (way === 'COPY') await writes.copy(groupId, userIds)
  else await writes.unnest(groupId, userIds)
  send(socket, { type: 'acknowledged', mark })
  tell(groupId, mark, userIds, [])
}

function take(socket: WebSocket, frame: Up): Promise<void> | undefined {
  switch (frame.type) {
    case 'edit':
      if (!LIMIT_GROUPED) return edit(socket, frame.edit)
      waiting.push({ edit: frame.edit, from: socket })
      return commitWaiting()
    case 'prepare':
      prepared.set(frame.groupId, frame)
      send(socket, { type: 'prepared', groupId: frame.groupId })
      return
    case 'commit':
      return commitBulk(socket, frame.groupId, frame.mark)
    default:
      return frame satisfies never
  }
}

function openConsole(socket: WebSocket, groupId: string): void {
  const others = consoles.get(groupId) ?? new Set()
  consoles.set(groupId, others)
  socket.on('close', () => others.delete(socket))
  others.add(socket)
  send(socket, { type: 'rows', rows: lists.of(groupId) })
}

function openStager(socket: WebSocket): void {
  stagers.add(socket)
  socket.on('close', () => stagers.delete(socket))
  socket.on('message', async (update: Buffer) => {
    await writes.stage(update)
    broadcast(stagers.difference(new Set([socket])), update)
  })
}

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  perMessageDeflate: false,
  maxPayload: 64 * 1024 * 1024,
})
server.on('connection', (socket, request) => {
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://here')
  if (pathname === '/stage') return openStager(socket)
  const groupId = searchParams.get('group')
  if (groupId) return openConsole(socket, groupId)
  socket.on('message', (data) => void take(socket, JSON.parse(String(data)) as Up))
})
server.on('listening', () => {
  const address = server.address()
  console.log(`listening ${typeof address === 'object' ? address?.port : ''}`)
})
endWithParent()
