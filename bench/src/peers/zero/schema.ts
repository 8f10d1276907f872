/** The world as Zero knows it: the table that its clients see, and what a console asks of them. */
import {
  createBuilder,
  createSchema,
  defineQueriesWithType,
  defineQueryWithType,
  string,
  table,
} from '@rocicorp/zero'

/**
 * The same table in Postgres. A row holds what a list shows of a member, as in the documents of the Yjs peers:
 * with a relationship to a table of users each member would cost Zero two rows.
 */
export const createTables = `
  create table group_members (
    group_id text not null,
    user_id text not null,
    name text not null,
    email text not null,
    primary key (group_id, user_id)
  )`

const members = table('group_members')
  .columns({ group_id: string(), user_id: string(), name: string(), email: string() })
  .primaryKey('group_id', 'user_id')

export const schema = createSchema({ tables: [members] })
export type Schema = typeof schema

export interface Context {
  userId: string
}

const defineQuery = defineQueryWithType<Schema, Context>()
const zql = createBuilder(schema)

/** What a console looks at: the members of a group, all of them or the first ones. */
export const queries = defineQueriesWithType<Schema>()({
  members: defineQuery(({ args }: { args: { groupId: string; limit?: number } }) => {
    const all = zql.group_members.where('group_id', args.groupId)
    return args.limit === undefined ? all : all.limit(args.limit)
  }),
})
