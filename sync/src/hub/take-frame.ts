import { mutationNamed } from '../mutations/registry.ts'
import type { Mutate } from '../protocol/mutate.ts'
import { isProblem, problem } from '../protocol/problem.ts'
import type { Connection, ConnectionRoom } from './connection.ts'
import type { OrganizationRoom } from './organization-room.ts'
import { saveAndTell } from './save-and-tell.ts'

/** What each frame of a live connection asks of its organization. */
export function takeFrame(
  room: OrganizationRoom,
  connection: Connection,
  frame: Parameters<ConnectionRoom['take']>[1],
): void {
  switch (frame.type) {
    case 'subscribe':
      // Never rejects: every failure is answered on the socket.
      room.liveViews.subscribe(connection, frame)
      return
    case 'unsubscribe':
      room.liveViews.unsubscribe(connection, frame.subscriptionId)
      return
    case 'mutate':
      mutate(room, connection, frame)
      return
    case 'cancel':
      room.queue.cancel(frame.mutationId, connection.who.userId)
      return
    case 'here':
      room.presence.here(connection, frame.place)
      return
    default:
      frame satisfies never
  }
}

async function mutate(room: OrganizationRoom, connection: Connection, frame: Mutate): Promise<void> {
  const { mutationId, name, args } = frame
  const mutation = mutationNamed(name)
  const answer =
    mutation && !mutation.internal
      ? await saveAndTell(
          room,
          { mutationId, actorId: connection.who.userId, name, args },
          { connectionId: connection.id },
        )
      : problem('not-found', 'There is no such mutation')
  if (isProblem(answer)) connection.send({ type: 'rejected', mutationId, problem: answer })
  else connection.send({ type: 'committed', mutationId, version: answer.version, result: answer.result })
}
