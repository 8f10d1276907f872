import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The address cannot be listened on; the message says what to do. */
export class ListenError extends Error {
  override name = 'ListenError'
}

/** Listens and answers the URL. Throws `ListenError` when the port is taken or not allowed. */
export function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explained(error, host, port)))
    server.listen(port, host, () => resolve(urlOf(host, (server.address() as AddressInfo).port)))
  })
}

function urlOf(host: string, port: number): string {
  // People cannot open "every address"; the machine's own is one of them.
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

function explained(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ListenError(
        `Port ${port} on ${host} is in use, perhaps by another Muster. Stop it, or choose another port with PORT.`,
      )
    case 'EACCES':
      return new ListenError(`Port ${port} may not be used by this user. Choose one above 1023 with PORT.`)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ListenError(`This machine has no address ${host}. Choose another with HOST.`)
    default:
      return error
  }
}

/** Takes no new requests, and cuts those that are still under way after `graceMs`. */
export function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearTimeout(impatient)
      resolve()
    })
    server.closeIdleConnections()
  })
}
