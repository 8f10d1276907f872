import type { Navigator } from '@solidjs/router'
import type { Companion } from '../store/presence.ts'

/** The rows of another page need a moment to come. */
const WAIT_MS = 2_000

/** Brings what an admin is at into view: the page, then the element with `data-row` of that row. */
export function goToRow({ page, row }: Companion, pathname: string, navigate: Navigator): void {
  if (page !== pathname) navigate(page)
  const rowId = row?.split('/')[0]
  if (!rowId) return
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  const until = Date.now() + WAIT_MS
  const look = () => {
    const target = document.querySelector(`[data-row="${CSS.escape(rowId)}"]`)
    if (target) target.scrollIntoView({ block: 'center', behavior: calm ? 'auto' : 'smooth' })
    else if (Date.now() < until) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}
