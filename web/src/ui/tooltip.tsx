/**
 * One tooltip for the whole console. Any element asks for it with `data-tip` (and `data-tip-keys`, or
 * `data-tip-overflow` to show only while its text is cut off), so a table of 200 rows carries strings,
 * not 200 state machines. Shows after 500 ms of hover or at once on keyboard focus, follows changes of
 * the attribute in place, can be hovered and goes with Esc (WCAG 1.4.13).
 */
import { createSignal, onCleanup, onMount, Show } from 'solid-js'
import { Portal } from 'solid-js/web'
import { Kbd } from './kbd.tsx'

const WAIT_MS = 500
const ID = 'muster-tooltip'

interface Shown {
  target: HTMLElement
  text: string
  keys: string | undefined
}

function wants(target: HTMLElement): boolean {
  if (!target.dataset.tip) return false
  return target.dataset.tipOverflow === undefined || target.scrollWidth > target.clientWidth
}

/** Stands once at the root of the console. */
export function TooltipLayer() {
  const [shown, setShown] = createSignal<Shown>()
  const [place, setPlace] = createSignal({ x: 0, y: 0 })
  let timer: ReturnType<typeof setTimeout> | undefined
  let watch: MutationObserver | undefined
  let box: HTMLDivElement | undefined

  function hide(): void {
    clearTimeout(timer)
    watch?.disconnect()
    const target = shown()?.target
    if (target?.getAttribute('aria-describedby') === ID) target.removeAttribute('aria-describedby')
    setShown()
  }

  function arrange(target: HTMLElement): void {
    const at = target.getBoundingClientRect()
    const size = box?.getBoundingClientRect()
    const width = size?.width ?? 0
    const height = size?.height ?? 0
    const above = at.bottom + 6 + height > innerHeight
    setPlace({
      x: Math.max(8, Math.min(innerWidth - width - 8, at.left + at.width / 2 - width / 2)),
      y: above ? at.top - height - 6 : at.bottom + 6,
    })
  }

  function show(target: HTMLElement): void {
    hide()
    const read = () => {
      setShown({ target, text: target.dataset.tip ?? '', keys: target.dataset.tipKeys })
      if (!target.isConnected || !target.dataset.tip) hide()
    }
    read()
    const named = target.getAttribute('aria-label')
    if (named !== target.dataset.tip && !target.hasAttribute('aria-describedby'))
      target.setAttribute('aria-describedby', ID)
    watch = new MutationObserver(read)
    watch.observe(target, { attributes: true, attributeFilter: ['data-tip'] })
    requestAnimationFrame(() => arrange(target))
  }

  const targetOf = (event: Event) =>
    event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tip]') : null

  onMount(() => {
    const over = (event: PointerEvent) => {
      if (event.pointerType === 'touch') return
      if (event.target instanceof Node && box?.contains(event.target)) return
      const target = targetOf(event)
      if (target === shown()?.target && target) return
      const wasOpen = shown() !== undefined
      hide()
      if (target && wants(target)) timer = setTimeout(() => show(target), wasOpen ? 0 : WAIT_MS)
    }
    const focus = (event: FocusEvent) => {
      const target = targetOf(event)
      if (target && wants(target) && target.matches(':focus-visible')) show(target)
    }
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide()
    }
    document.addEventListener('pointerover', over)
    document.addEventListener('focusin', focus)
    document.addEventListener('focusout', hide)
    document.addEventListener('pointerdown', hide)
    document.addEventListener('keydown', key)
    document.addEventListener('scroll', hide, true)
    onCleanup(() => {
      hide()
      document.removeEventListener('pointerover', over)
      document.removeEventListener('focusin', focus)
      document.removeEventListener('focusout', hide)
      document.removeEventListener('pointerdown', hide)
      document.removeEventListener('keydown', key)
      document.removeEventListener('scroll', hide, true)
    })
  })

  return (
    <Show when={shown()}>
      {(tip) => (
        <Portal>
          <div
            ref={box}
            id={ID}
            role="tooltip"
            data-state="open"
            class="pop fixed z-80 flex max-w-80 items-center gap-2 rounded-control bg-surface-inverse px-2 py-1 text-small text-text-inverse shadow-2"
            style={{ left: `${place().x}px`, top: `${place().y}px` }}
          >
            <span>{tip().text}</span>
            <Show when={tip().keys}>{(keys) => <Kbd keys={keys()} />}</Show>
          </div>
        </Portal>
      )}
    </Show>
  )
}
