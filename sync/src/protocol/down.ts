import { z } from 'zod'
import { Committed } from './committed.ts'
import { Current } from './current.ts'
import { Delta } from './delta.ts'
import { Fault } from './fault.ts'
import { Pong } from './ping.ts'
import { PresenceChange } from './presence.ts'
import { Progress } from './progress.ts'
import { Refused } from './refused.ts'
import { Rejected } from './rejected.ts'
import { Reload } from './reload.ts'
import { Snapshot } from './snapshot.ts'
import { Welcome } from './welcome.ts'

/** Everything a node may send. */
export const Down = z.discriminatedUnion('type', [
  Welcome,
  Reload,
  Snapshot,
  Current,
  Delta,
  Refused,
  Committed,
  Rejected,
  Progress,
  PresenceChange,
  Fault,
  Pong,
])
export type Down = z.infer<typeof Down>
