/** The admins who edit while others look on: signed-in consoles that edit in turn. */
import { isProblem } from '../../../sync/src/protocol/problem.ts'
import type { Edit } from '../system.ts'
import { engineClient, goLive, type OpenClient } from './client.ts'
import { type Site, sessionFor } from './site.ts'

/** A console may only send so many frames a second; together these may send more than any work asks for. */
const WRITERS = 8

export class Writers {
  private readonly clients: OpenClient[]
  private turn = 0

  private constructor(clients: OpenClient[]) {
    this.clients = clients
  }

  static async open(site: Site): Promise<Writers> {
    const clients = Array.from({ length: WRITERS }, (_, index) => engineClient(site, sessionFor(site, index)))
    await Promise.all(clients.map(goLive))
    return new Writers(clients)
  }

  /** Resolves with the version; throws what refused it. */
  async edit({ groupId, userId, to }: Edit): Promise<number> {
    return this.ask(to === 'in' ? 'membership.add' : 'membership.remove', { groupId, userIds: [userId] })
  }

  async ask(mutation: string, args: Record<string, unknown>): Promise<number> {
    const writer = this.clients[this.turn++ % this.clients.length]
    if (!writer) throw new Error('there are no writers')
    const answer = await writer.client.mutate(mutation, args)
    if (isProblem(answer)) throw new Error(`${mutation}: ${answer.title}. ${answer.detail ?? ''}`)
    return answer.version
  }

  close(): void {
    for (const client of this.clients) client.stop()
  }
}
