import CircleCheck from 'lucide-solid/icons/circle-check'
import WifiOff from 'lucide-solid/icons/wifi-off'
import { createEffect, createMemo, createSignal, on, onCleanup, Show } from 'solid-js'
import { useConnection } from '../store/connection.tsx'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { countOf } from '../ui/format-count.ts'
import { clockTime } from '../ui/time-words.ts'

const BANNER_PX = 41

/** Scrolls the page by what the banner takes or gives, so that nothing moves under the pointer. */
function keepStill(pixels: number): void {
  for (const page of document.querySelectorAll('[data-page-scroller]')) page.scrollTop += pixels
}

/** Above the top bar: what holds while the connection is away, and what was missed on return. */
export function OfflineBanner() {
  const connection = useConnection()
  const away = connection.away
  const shown = createMemo(() => away() || connection.back() !== undefined)
  createEffect(on(shown, (isShown) => keepStill(isShown ? BANNER_PX : -BANNER_PX), { defer: true }))
  return (
    <>
      <Show when={away()}>
        <Banner
          strip
          tone="warn"
          icon={WifiOff}
          class="h-[41px] shrink-0 max-rail:h-auto"
          actions={<TryNow />}
        >
          <b>{connection.word() === 'Offline' ? 'You are offline,' : 'Reconnecting…'}</b> your staged changes
          are kept.
          <Show when={connection.lostAt()}>
            {(lost) => <span class="max-rail:hidden"> What you see is from {clockTime(lost())}.</span>}
          </Show>
        </Banner>
      </Show>
      <Show when={!away() && connection.back()}>
        {(back) => (
          <Banner strip tone="add" icon={CircleCheck} class="h-[41px] shrink-0">
            <b>Back online,</b> {back().changes === 0 ? 'nothing changed' : countOf(back().changes, 'change')}{' '}
            since {clockTime(back().since)}
          </Banner>
        )}
      </Show>
    </>
  )
}

function TryNow() {
  const connection = useConnection()
  const [now, setNow] = createSignal(Date.now())
  const timer = setInterval(() => setNow(Date.now()), 1_000)
  onCleanup(() => clearInterval(timer))
  const next = () => {
    const state = connection.state()
    if (state.kind !== 'waiting' || state.retryAt === null) return undefined
    return Math.max(1, Math.ceil((state.retryAt - now()) / 1_000))
  }
  return (
    <>
      <Show when={next()}>
        {(seconds) => <span class="num max-rail:hidden">Next try in {seconds()} s</span>}
      </Show>
      <Button size={28} onClick={() => connection.retryNow()}>
        Try now
      </Button>
    </>
  )
}
