import type { Navigator } from '@solidjs/router'
import type { Companion } from '../store/presence.ts'

/** Brings what an admin is at into view: the page, then the element with `data-row` of that row. */
export function goToRow({ page, row }: Companion, pathname: string, navigate: Navigator): void {
  if (page !== pathname) navigate(page)
  const rowId = row?.split('/')[0]
  if (!rowId) return
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  requestAnimationFrame(() =>
    document
      .querySelector(`[data-row="${CSS.escape(rowId)}"]`)
      ?.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' }),
  )
}
