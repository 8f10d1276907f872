import type { Client } from '@muster/sync/client/client.ts'
import type { Problem } from '@muster/sync/protocol/problem.ts'
import type { ArgsOf, MetaOf, RowOf, ViewName } from './view-rows.ts'

/** Reads a view once. Nothing stays subscribed but for the seconds that the client keeps what was left. */
export function readOnce<N extends ViewName>(
  client: Client,
  view: N,
  args: ArgsOf<N>,
): Promise<{ rows: readonly RowOf<N>[]; meta: MetaOf<N> } | Problem> {
  const { promise, resolve } = Promise.withResolvers<
    { rows: readonly RowOf<N>[]; meta: MetaOf<N> } | Problem
  >()
  const subscription = client.subscribe(view, args, {
    onResult: ({ rows, meta }) =>
      // The server checked the arguments by name, so the rows are those of the view.
      resolve({ rows: rows as unknown as readonly RowOf<N>[], meta: meta as unknown as MetaOf<N> }),
    onProblem: resolve,
  })
  return promise.finally(() => subscription.close())
}
