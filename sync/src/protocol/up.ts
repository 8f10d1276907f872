import { z } from 'zod'
import { Cancel } from './cancel.ts'
import { Hello } from './hello.ts'
import { Mutate } from './mutate.ts'
import { Ping } from './ping.ts'
import { Here } from './presence.ts'
import { Subscribe } from './subscribe.ts'
import { Unsubscribe } from './unsubscribe.ts'

/** Everything a console may send. */
export const Up = z.discriminatedUnion('type', [Hello, Subscribe, Unsubscribe, Mutate, Cancel, Here, Ping])
export type Up = z.infer<typeof Up>
