import { useSearchParams } from '@solidjs/router'
import { type Accessor, createEffect, createSignal, on } from 'solid-js'
import { useDelayed } from '../use-delayed.ts'
import type { Sort } from './column.ts'

/** Typing rests this long before the list is asked. */
const TYPING_MS = 120
/** As long as the engine takes. */
const MAX_SEARCH = 100

export interface ListState<By extends string> {
  /** What stands in the search box. */
  query: Accessor<string>
  setQuery(text: string): void
  /** What is searched for. */
  search: Accessor<string>
  sort: Accessor<Sort<By>>
  setSort(sort: Sort): void
  page: Accessor<number>
  setPage(page: number): void
  pageSize: Accessor<number>
  setPageSize(size: number): void
  /** All of it, as the paged views take it. */
  args(): { search: string; sort: Sort<By>; page: number; pageSize: number }
}

/**
 * Search, sort and page of a list. Whatever changes which rows there are goes back to the first page. The
 * address carries the search as `?search=`, so that a list can be linked to and the way back finds it again.
 */
export function useListState<By extends string>(first: { by: By; pageSize?: number }): ListState<By> {
  const [params, setParams] = useSearchParams<{ search?: string }>()
  const inAddress = () => params.search?.slice(0, MAX_SEARCH) ?? ''
  const [query, setQuery] = createSignal(inAddress())
  const [sort, setSort] = createSignal<Sort<By>>({ by: first.by, dir: 'asc' })
  const [page, setPage] = createSignal(0)
  const [pageSize, setPageSize] = createSignal(first.pageSize ?? 50)
  const search = useDelayed(query, TYPING_MS, () => setPage(0))
  createEffect(
    on(search, (text) => setParams({ search: text || undefined }, { replace: true, scroll: false }), {
      defer: true,
    }),
  )
  // Somebody came to this very page from the palette; what is typed here is in the address already.
  createEffect(on(inAddress, (text) => text !== search() && setQuery(text), { defer: true }))
  return {
    query,
    setQuery,
    search,
    sort,
    // Columns carry the keys that their view sorts by.
    setSort(next) {
      setSort(next as Sort<By>)
      setPage(0)
    },
    page,
    setPage,
    pageSize,
    setPageSize(size) {
      setPageSize(size)
      setPage(0)
    },
    args: () => ({ search: search(), sort: sort(), page: page(), pageSize: pageSize() }),
  }
}
