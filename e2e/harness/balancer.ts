/**
 * The way from consoles to nodes, as plain TCP: goes to the first node that answers, and can be cut. What
 * a load balancer is to several nodes, and what a cable is to one.
 */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Balancer {
  /** What the browser opens. */
  url: string
  /** Drops every connection and takes no new one. */
  cut(): void
  /** Takes connections again. */
  mend(): void
  stop(): Promise<void>
}

/** Listens on a free port; `nodes` are tried in this order at every new connection. */
export async function startBalancer(nodes: () => readonly string[]): Promise<Balancer> {
  const open = new Set<Socket>()
  let whole = true

  function keep(socket: Socket): void {
    open.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => open.delete(socket))
  }
  /** The first node that takes a connection. */
  async function reach(): Promise<Socket | undefined> {
    for (const node of nodes()) {
      const { hostname, port } = new URL(node)
      const socket = connect(Number(port), hostname)
      keep(socket)
      try {
        await once(socket, 'connect')
        return socket
      } catch {
        socket.destroy()
      }
    }
    return undefined
  }

  const server = createServer({ allowHalfOpen: true }, async (browser) => {
    keep(browser)
    if (!whole) return browser.destroy()
    const node = await reach()
    if (!node || browser.destroyed) {
      node?.destroy()
      browser.destroy()
      return
    }
    browser.pipe(node)
    node.pipe(browser)
    browser.once('close', () => node.destroy())
    node.once('close', () => browser.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')

  const dropAll = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut() {
      whole = false
      dropAll()
    },
    mend() {
      whole = true
    },
    async stop() {
      dropAll()
      server.close()
      await once(server, 'close')
    },
  }
}
