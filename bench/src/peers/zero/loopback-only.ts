/** Loaded before zero-cache, which listens on all interfaces and has no setting for it: lets it on loopback only. */
import { type ListenOptions, Server } from 'node:net'

const listen = Server.prototype.listen as (this: Server, ...args: unknown[]) => Server
Server.prototype.listen = function (this: Server, ...args: unknown[]): Server {
  const [options, ...rest] = args
  const within = typeof options === 'object' && options !== null && 'port' in options
  return listen.call(this, within ? { ...(options as ListenOptions), host: '127.0.0.1' } : options, ...rest)
} as typeof Server.prototype.listen
