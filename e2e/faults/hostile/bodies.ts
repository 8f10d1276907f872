/** HTTP as no browser speaks it: bodies of wrong types, lengths and encodings, half requests, headers without end. */
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Attacker } from './attacker.ts'

/** How a request was answered; 0 when the connection was cut without an answer. */
export interface Answer {
  what: string
  status: number
}

/** Sends everything once; what is expected of all of it is a refusal, or nothing. */
export async function attackByHttp(attacker: Attacker, changeSetId: string): Promise<Answer[]> {
  const { url, cookie } = attacker
  const signIns: readonly (readonly [what: string, body: string | Uint8Array, type?: string])[] = [
    ['nothing', ''],
    ['no JSON', '{"email":'],
    ['null', 'null'],
    ['a list', '[]'],
    ['deep', '['.repeat(15_000)],
    ['wrong types', '{"email":{"$ne":1},"password":["a"]}'],
    ['a prototype', '{"__proto__":{"email":"a@b.example","password":"x"}}'],
    ['a long address', JSON.stringify({ email: `${'x'.repeat(9_000)}@b.example`, password: 'x' })],
    ['no UTF-8', Uint8Array.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])],
    ['too large', JSON.stringify({ email: 'a@b.example', password: 'x'.repeat(20_000) })],
    ['a form', 'email=a&password=b', 'application/x-www-form-urlencoded'],
    ['a NUL', JSON.stringify({ email: 'a\u0000@b.example', password: 'x' })],
    ['half a character', '{"email":"\\ud800@b.example","password":"\\udfff"}'],
  ]
  const files: readonly (readonly [what: string, body: string | Uint8Array, encoding?: string])[] = [
    ['an empty file', ''],
    ['no UTF-8', Uint8Array.from([0xff, 0xfe, 0x41, 0x00, 0x0a, 0x00])],
    ['a NUL', 'email,group,action\na\u0000@b.example,Sales,add\n'],
    ['an open quote', `email,group,action\n"${'x'.repeat(3_000_000)}`],
    ['one line', 'x,'.repeat(1_500_000)],
    ['only line ends', '\n'.repeat(2_000_000)],
    ['too many rows', 'email,group,action\n'.repeat(200_005)],
    ['too large', 'x'.repeat(33 * 1024 * 1024)],
    ['no gzip', 'email,group,action\n', 'gzip'],
  ]
  const answers: Answer[] = []
  for (const [what, body, type = 'application/json'] of signIns) {
    const headers = { origin: url, 'content-type': type }
    answers.push(await answerOf(`sign-in with ${what}`, `${url}/api/sign-in`, { headers, body }))
  }
  const query = new URLSearchParams({ of: 'memberships', changeSetId, name: 'Hostile' })
  for (const [what, body, encoding] of files) {
    const headers = { origin: url, cookie, ...(encoding && { 'content-encoding': encoding }) }
    answers.push(await answerOf(`import of ${what}`, `${url}/api/imports/check?${query}`, { headers, body }))
  }
  for (const wrong of [
    'of=nothing',
    `of=users&changeSetId=x`,
    'of=users&of=groups',
    '%ff%fe',
    `of=users&name=${'x'.repeat(500)}`,
  ])
    answers.push(
      await answerOf(`query ${wrong.slice(0, 30)}`, `${url}/api/imports/check?${wrong}`, {
        headers: { origin: url, cookie },
        body: 'email\n',
      }),
    )
  const { host } = new URL(url)
  const post = `POST /api/sign-in HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${url}\r\nContent-Type: application/json\r\n`
  const upgrade = `GET /sync HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${url}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`
  const raw: Record<string, string> = {
    'no request': '\u0000\u0001\u0002\r\n\r\n',
    'a negative length': `${post}Content-Length: -1\r\n\r\n`,
    'two lengths': `${post}Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}`,
    'a length and chunks': `${post}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    'a wrong chunk': `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n`,
    'less than it said': `${post}Content-Length: 500\r\n\r\n{"email":`,
    'headers without end': `${post}${'X-More: x\r\n'.repeat(3_000)}\r\n`,
    'one large header': `${post}Cookie: ${'x'.repeat(20_000)}\r\n\r\n`,
    'a strange host': 'GET /api/me HTTP/1.1\r\nHost: a b\u0080[\r\n\r\n',
    'no host': 'GET /api/me HTTP/1.1\r\n\r\n',
    'a strange path': `GET http://[/..%2f..%2f HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    'an upgrade without a key': `${upgrade}Sec-WebSocket-Version: 13\r\n\r\n`,
    'an upgrade of another version': `${upgrade}Sec-WebSocket-Version: 99\r\nSec-WebSocket-Key: x\r\n\r\n`,
    'an upgrade with a body': `${upgrade}Content-Length: 100000\r\n\r\nxxxx`,
    'an upgrade to something else': `GET /api/me HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`,
    'half a handshake': upgrade,
    'a tunnel': `CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
  }
  for (const [what, text] of Object.entries(raw))
    answers.push({ what, status: await statusOf(host, Buffer.from(text, 'latin1')) })
  return answers
}

async function answerOf(
  what: string,
  url: string,
  init: { headers: Record<string, string>; body: string | Uint8Array },
): Promise<Answer> {
  try {
    const body = typeof init.body === 'string' ? init.body : new Uint8Array(init.body)
    const { status } = await fetch(url, { method: 'POST', ...init, body })
    return { what, status }
  } catch {
    // Cut while it still was sending: what is too large need not be read.
    return { what, status: 0 }
  }
}

/** Sends bytes and leaves in the middle if nothing comes back at once. */
async function statusOf(host: string, bytes: Buffer): Promise<number> {
  const [hostname, port] = host.split(':')
  const socket = connect(Number(port), hostname)
  let answer = ''
  socket.on('error', () => {})
  socket.on('data', (data) => {
    answer += data
  })
  const closed = once(socket, 'close').catch(() => {})
  socket.write(bytes)
  await Promise.race([closed, sleep(100)])
  socket.resetAndDestroy()
  await closed
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0)
}
