import {
  defineMutatorsWithType,
  defineMutatorWithType,
  type Transaction as TransactionOf,
} from '@rocicorp/zero'
import type { PostgresJsTransaction } from '@rocicorp/zero/server/adapters/postgresjs'
import type { Context, Schema } from './schema.ts'

type Transaction = TransactionOf<Schema, PostgresJsTransaction>
const defineMutator = defineMutatorWithType<Schema, Context, PostgresJsTransaction>()

/** What consoles may do, run in the console at once and in the server's transaction after it. */
export const mutators = defineMutatorsWithType<Schema>()({
  members: {
    add: defineMutator(async ({ tx, args }: { tx: Transaction; args: Member }) => {
      await tx.mutate.group_members.insert(args)
    }),
    remove: defineMutator(async ({ tx, args }: { tx: Transaction; args: Membership }) => {
      await tx.mutate.group_members.delete(args)
    }),
    /** In the server only, with one statement: a console that guessed it would be busy with it first. */
    addAll: defineMutator(async ({ tx, args }: { tx: Transaction; args: Members }) => {
      if (tx.location === 'client') return
      await tx.dbTransaction.wrappedTransaction`
        insert into group_members (group_id, user_id, name, email)
        select ${args.group_id}, * from unnest(
          ${args.user_ids as string[]}::text[], ${args.names as string[]}::text[], ${args.emails as string[]}::text[])`
    }),
  },
})

type Membership = { group_id: string; user_id: string }
type Member = Membership & { name: string; email: string }
type Members = {
  group_id: string
  user_ids: readonly string[]
  names: readonly string[]
  emails: readonly string[]
}
