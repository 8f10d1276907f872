import type { System } from '../system.ts'
import { hocuspocus } from './hocuspocus/system.ts'
import { yWebsocket } from './y-websocket/system.ts'
import { zero } from './zero/system.ts'

/** What Muster is measured beside. */
export const peerSystems: readonly System[] = [yWebsocket, hocuspocus, zero]
