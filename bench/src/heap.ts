/** What a Node process holds after a collection, asked through its inspector, which a signal opens. */
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { debuggers } from './peers/server-process.ts'

/** Bytes in use: JavaScript's heap and what it holds outside, such as buffers. Throws when it cannot be asked. */
export async function heldBytes(pid: number): Promise<number> {
  debuggers.delete(pid)
  process.kill(pid, 'SIGUSR1')
  const socket = new WebSocket(await debuggerUrl(pid))
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
  // Opened again by the next signal.
  const closing = "setTimeout(() => process.getBuiltinModule('node:inspector').close(), 20)"
  await ask('Runtime.evaluate', { expression: closing })
  const closed = once(socket, 'close')
  socket.close()
  await closed
  await sleep(100)
  if (typeof answer.result?.value !== 'number') throw new Error(`process ${pid} does not tell its memory`)
  return answer.result.value
}

async function debuggerUrl(pid: number): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const url = debuggers.get(pid)
    if (url) return url
    await sleep(30)
  }
  throw new Error(`the inspector of process ${pid} did not open`)
}
