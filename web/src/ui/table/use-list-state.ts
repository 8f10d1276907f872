import { useSearchParams } from '@solidjs/router'
import { createEffect, on } from 'solid-js'
import { type ListArgs, useListArgs } from './use-list-args.ts'

/** As long as the engine takes. */
const MAX_SEARCH = 100

/**
 * The state of a page's own list. The address carries the search as `?search=`, so that a list can be linked
 * to and the way back finds it again.
 */
export function useListState<By extends string>(first: { by: By; pageSize?: number }): ListArgs<By> {
  const [params, setParams] = useSearchParams<{ search?: string }>()
  const inAddress = () => params.search?.slice(0, MAX_SEARCH) ?? ''
  const list = useListArgs({ by: first.by, pageSize: first.pageSize ?? 50, query: inAddress() })
  createEffect(
    on(list.search, (text) => setParams({ search: text || undefined }, { replace: true, scroll: false }), {
      defer: true,
    }),
  )
  // Somebody came to this very page from the palette; what is typed here is in the address already.
  createEffect(on(inAddress, (text) => text !== list.search() && list.setQuery(text), { defer: true }))
  return list
}
