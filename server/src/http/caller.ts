/** Who is calling, as far as the wire tells: address, scheme, host. */
import type { IncomingMessage } from 'node:http'
import type { OriginHeaders } from './origin.ts'

/**
 * The caller's address. Behind a trusted proxy it is the last entry of X-Forwarded-For: the one that our
 * own proxy wrote; entries before it are the caller's to invent.
 */
export function addressOf(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? header(request, 'x-forwarded-for') : undefined
  return forwarded?.split(',').at(-1)?.trim() || request.socket.remoteAddress || 'unknown'
}

/** True when the page was loaded over https. */
export function isSecure(request: IncomingMessage, trustProxy: boolean): boolean {
  if ('encrypted' in request.socket && request.socket.encrypted === true) return true
  return trustProxy && header(request, 'x-forwarded-proto')?.split(',').at(-1)?.trim() === 'https'
}

export function originHeaders(request: IncomingMessage): OriginHeaders {
  return {
    origin: header(request, 'origin'),
    host: header(request, 'host'),
    forwardedHost: header(request, 'x-forwarded-host'),
  }
}

/** The host that the browser called. */
export function hostOf(request: IncomingMessage, trustProxy: boolean): string {
  return (trustProxy && header(request, 'x-forwarded-host')) || header(request, 'host') || ''
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}
