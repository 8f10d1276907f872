import { useLocation } from '@solidjs/router'
import { createEffect, on } from 'solid-js'

/** After going to another page the focus is in it, unless the page has taken it itself or a layer has it. */
export function useFocusOnArrival(): void {
  const location = useLocation()
  createEffect(
    on(
      () => location.pathname,
      () => {
        requestAnimationFrame(() => {
          const main = document.getElementById('main')
          const focused = document.activeElement
          if (
            !main ||
            main.contains(focused) ||
            focused?.closest('[role="dialog"], [role="alertdialog"], [role="menu"]')
          )
            return
          main.focus({ preventScroll: true })
        })
      },
      { defer: true },
    ),
  )
}
