/** Speaks the y-websocket protocol: the path names the document. Started as a process of its own. */
import type { AddressInfo } from 'node:net'
import postgres from 'postgres'
import { WebSocketServer } from 'ws'
import { endWithParent } from '../end-with-parent.ts'
import { Room } from './room.ts'
import { openLog } from './update-log.ts'

endWithParent()
const log = openLog(postgres(process.env.DATABASE_URL ?? '', { max: 4 }))
const rooms = new Map<string, Promise<Room>>()
const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  perMessageDeflate: false,
  maxPayload: 256 * 2 ** 20,
})

server.on('connection', (socket, request) => {
  socket.binaryType = 'nodebuffer'
  const name = (request.url ?? '/').slice(1)
  const found = rooms.get(name) ?? Room.load(name, log)
  rooms.set(name, found)
  const joined = found.then((room) => {
    room.join(socket)
    return room
  })
  // In order: what came while the document was loaded goes first.
  let taking: Promise<unknown> = joined
  socket.on('message', (message: Buffer) => {
    taking = taking.then(async () => (await joined).take(socket, message))
  })
})
server.on('listening', () => console.log(`listening ${(server.address() as AddressInfo).port}`))
