import type { HttpBindings } from '@hono/node-server'
import type { Logger } from '../logger.ts'

/** What every handler finds in its context. */
export interface AppEnv {
  Bindings: HttpBindings
  Variables: {
    requestId: string
    log: Logger
    /** The caller's address, by the rules of TRUST_PROXY. */
    address: string
    /** True when the browser speaks https with us or with the proxy in front. */
    secure: boolean
  }
}
