/** What a Node process holds after a collection, asked through its inspector: no process is started in another way for it. */

import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

/** Where Node's inspector listens when a signal opens it. */
const INSPECTOR = 'http://127.0.0.1:9229/json'

/** Bytes in use: JavaScript's heap and what it holds outside, such as buffers. Throws when it cannot be asked. */
export async function heldBytes(pid: number): Promise<number> {
  process.kill(pid, 'SIGUSR1')
  const socket = new WebSocket(await debuggerUrl())
  await once(socket, 'open')
  let asked = 0
  const ask = async (method: string, params: Record<string, unknown> = {}): Promise<unknown> => {
    const id = ++asked
    const answer = new Promise<unknown>((resolve) => {
      const hear = (data: Buffer) => {
        const frame = JSON.parse(String(data)) as { id?: number; result?: unknown }
        if (frame.id !== id) return
        socket.off('message', hear)
        resolve(frame.result)
      }
      socket.on('message', hear)
    })
    socket.send(JSON.stringify({ id, method, params }))
    return answer
  }
  for (let turn = 0; turn < 2; turn++) await ask('HeapProfiler.collectGarbage')
  const expression =
    '(() => { const { heapUsed, external } = process.memoryUsage(); return heapUsed + external })()'
  const answer = (await ask('Runtime.evaluate', { expression, returnByValue: true })) as {
    result?: { value?: number }
  }
  // The next process to be asked needs the port.
  const closing = "setTimeout(() => process.getBuiltinModule('node:inspector').close(), 20)"
  await ask('Runtime.evaluate', { expression: closing })
  const closed = once(socket, 'close')
  socket.close()
  await closed
  await sleep(100)
  if (typeof answer.result?.value !== 'number') throw new Error(`process ${pid} does not tell its memory`)
  return answer.result.value
}

async function debuggerUrl(): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      const [target] = (await (await fetch(INSPECTOR)).json()) as { webSocketDebuggerUrl: string }[]
      if (target) return target.webSocketDebuggerUrl
    } catch {
      // Not open yet.
    }
    await sleep(30)
  }
  throw new Error('the inspector did not open')
}
