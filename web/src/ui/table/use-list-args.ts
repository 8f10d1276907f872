import { type Accessor, createSignal } from 'solid-js'
import { useDelayed } from '../use-delayed.ts'
import type { Sort } from './column.ts'

/** Typing rests this long before the list is asked. */
const TYPING_MS = 120

export interface ListArgs<By extends string> {
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

/** Search, sort and page of a list. Whatever changes which rows there are goes back to the first page. */
export function useListArgs<By extends string>(first: {
  by: By
  pageSize: number
  query?: string
}): ListArgs<By> {
  const [query, setQuery] = createSignal(first.query ?? '')
  const [sort, setSort] = createSignal<Sort<By>>({ by: first.by, dir: 'asc' })
  const [page, setPage] = createSignal(0)
  const [pageSize, setPageSize] = createSignal(first.pageSize)
  const search = useDelayed(query, TYPING_MS, () => setPage(0))
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
