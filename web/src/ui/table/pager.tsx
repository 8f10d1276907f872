import ChevronLeft from 'lucide-solid/icons/chevron-left'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { Show } from 'solid-js'
import { formatCount } from '../format-count.ts'
import { IconButton } from '../icon-button.tsx'
import { Select } from '../select.tsx'

export interface PagerProps {
  /** Of what, for readers: "members". */
  of: string
  page: number
  pageSize: number
  total: number
  onPage(page: number): void
  onPageSize?: (size: number) => void
  sizes?: readonly number[]
}

/** `1–10 of 248`, how many per page, and the arrows. */
export function Pager(props: PagerProps) {
  const from = () => (props.total === 0 ? 0 : props.page * props.pageSize + 1)
  const to = () => Math.min(props.total, (props.page + 1) * props.pageSize)
  const last = () => Math.max(0, Math.ceil(props.total / props.pageSize) - 1)
  return (
    <nav aria-label={`Pages of ${props.of}`} class="num flex h-11 items-center gap-2 text-small text-text-3">
      <span>
        <b class="text-text-2">
          {formatCount(from())}–{formatCount(to())}
        </b>{' '}
        of <b class="text-text-2">{formatCount(props.total)}</b>
      </span>
      <span class="ml-auto flex items-center gap-1">
        <Show when={props.onPageSize}>
          <Select
            label={`${props.of} per page`}
            value={String(props.pageSize)}
            items={(props.sizes ?? [10, 25, 50, 100, 200]).map((size) => ({
              value: String(size),
              label: `${size} per page`,
            }))}
            onChange={(size) => props.onPageSize?.(Number(size))}
            class="max-rail:hidden"
          />
        </Show>
        <IconButton
          icon={ChevronLeft}
          name="Previous page"
          disabled={props.page === 0}
          onClick={() => props.onPage(props.page - 1)}
        />
        <IconButton
          icon={ChevronRight}
          name="Next page"
          disabled={props.page >= last()}
          onClick={() => props.onPage(props.page + 1)}
        />
      </span>
    </nav>
  )
}
