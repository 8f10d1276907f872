/**
 * The heap of a server process, seen through Node's own inspector: nothing in the server is made for it. Start the
 * server with `inspectable`, and only in tests: who reaches the inspector can do anything.
 */
import { once } from 'node:events'
import WebSocket from 'ws'

/** Environment of a server whose heap can be looked at. */
export const inspectable = { NODE_OPTIONS: '--inspect=127.0.0.1:0' }

export class Heap {
  readonly #socket: WebSocket
  readonly #waiting = new Map<number, (result: unknown) => void>()
  #last = 0

  /** `output` is what the server printed: where its inspector listens. */
  static async open(output: string): Promise<Heap> {
    const [address] = /ws:\/\/127\.0\.0\.1:\d+\/[\w-]+/.exec(output) ?? []
    if (!address) throw new Error(`no inspector listens: ${output}`)
    const socket = new WebSocket(address, { perMessageDeflate: false })
    await once(socket, 'open')
    return new Heap(socket)
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.on('message', (data: Buffer) => {
      const { id, result } = JSON.parse(data.toString()) as { id?: number; result?: unknown }
      if (id === undefined) return
      this.#waiting.get(id)?.(result)
      this.#waiting.delete(id)
    })
  }

  /** What is still in use after everything unused was collected, in MB. */
  async usedMb(): Promise<number> {
    await this.#ask('HeapProfiler.collectGarbage')
    const { usedSize } = (await this.#ask('Runtime.getHeapUsage')) as { usedSize: number }
    return usedSize / 1024 / 1024
  }

  close(): void {
    this.#socket.close()
  }

  #ask(method: string): Promise<unknown> {
    this.#last += 1
    this.#socket.send(JSON.stringify({ id: this.#last, method }))
    return new Promise((resolve) => this.#waiting.set(this.#last, resolve))
  }
}
