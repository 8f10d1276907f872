/**
 * What readers hear of live changes: one polite region for the console, at most one sentence per 5 s, and
 * one assertive region for the three cases that may interrupt (connection lost, save failed, a conflict
 * on what you are editing).
 */
import { createSignal } from 'solid-js'

const BATCH_MS = 5_000
const OFF = 'muster.announcements-off'

const [polite, setPolite] = createSignal('')
const [assertive, setAssertive] = createSignal('')
const [off, setOffSignal] = createSignal(
  typeof localStorage !== 'undefined' && localStorage.getItem(OFF) === '1',
)
let waiting: string[] = []
let timer: ReturnType<typeof setTimeout> | undefined

export { off as announcementsOff }

export function setAnnouncementsOff(value: boolean): void {
  setOffSignal(value)
  localStorage.setItem(OFF, value ? '1' : '0')
}

/** Says a live change politely: "Bea added 2 members". Several within 5 s become one sentence. */
export function announce(sentence: string): void {
  if (off()) return
  if (!waiting.includes(sentence)) waiting.push(sentence)
  if (timer !== undefined) return
  const flush = () => {
    timer = undefined
    if (waiting.length === 0) return
    setPolite(waiting.slice(-3).join('. '))
    waiting = []
    timer = setTimeout(flush, BATCH_MS)
  }
  timer = setTimeout(flush, 150)
}

/** Interrupts the reader. Only for: connection lost, save failed, a conflict on what you are editing. */
export function interrupt(sentence: string): void {
  setAssertive('')
  queueMicrotask(() => setAssertive(sentence))
}

/** Stands once at the root of the console. */
export function LiveAnnouncer() {
  return (
    <>
      <div class="sr-only" aria-live="polite" aria-atomic="true" data-announcer="polite">
        {polite()}
      </div>
      <div class="sr-only" aria-live="assertive" aria-atomic="true" data-announcer="assertive">
        {assertive()}
      </div>
    </>
  )
}
