import LoaderCircle from 'lucide-solid/icons/loader-circle'
import { For, Show } from 'solid-js'
import { serverNow } from '../store/clock.ts'
import { useMe } from '../store/engine.tsx'
import { usePresence } from '../store/here.tsx'
import { givenName } from '../store/hue.ts'
import { useProgress } from '../store/progress.tsx'
import { Button } from '../ui/button.tsx'
import { formatCount } from '../ui/format-count.ts'
import { ProgressBar } from '../ui/progress-bar.tsx'
import { clockTime, timeLeft } from '../ui/time-words.ts'

/** Under the top of every page until a long save is done: number, time left, Stop. Stopping rolls all of it back. */
export function ProgressStrip() {
  const progress = useProgress()
  const presence = usePresence()
  const me = useMe()
  const starter = (actorId: string | null) => {
    if (actorId === me.user.id) return 'you'
    const name = presence.elsewhere().find(({ userId }) => userId === actorId)?.name
    return name ? givenName(name) : 'another admin'
  }
  const left = (startedAt: string, done: number, total: number) => {
    const spent = Math.max(1, serverNow() - Date.parse(startedAt))
    return done > 0 ? timeLeft((spent / done) * (total - done)) : undefined
  }
  return (
    <For each={progress.all}>
      {(one) => (
        <section
          aria-label={one.label}
          class="flex min-h-11 shrink-0 items-center gap-4 border-line border-b bg-surface-subtle px-8 py-1.5 max-rail:flex-wrap max-rail:gap-x-3 max-rail:gap-y-1 max-rail:px-4"
        >
          <p class="flex items-center gap-2 whitespace-nowrap">
            <LoaderCircle class="turn text-accent-text" aria-hidden="true" />
            <b class="font-semi">{one.label}</b>
            <span class="text-text-3 max-rail:hidden">
              started by {starter(one.actorId)} at {clockTime(one.startedAt)}
            </span>
          </p>
          <ProgressBar class="min-w-24 flex-1" label={one.label} done={one.done} total={one.total} />
          <p class="num whitespace-nowrap text-text-3">
            <b class="text-text">{formatCount(one.done)}</b> of {formatCount(one.total)}
            <Show when={left(one.startedAt, one.done, one.total)}>{(words) => <>, {words()}</>}</Show>
          </p>
          <Show when={one.actorId === me.user.id && !one.ended}>
            <Button variant="ghost" size={28} onClick={() => progress.stop(one.mutationId)}>
              Stop
            </Button>
          </Show>
        </section>
      )}
    </For>
  )
}
