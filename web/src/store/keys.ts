/**
 * The console's shortcuts: one registry, one listener. Owns which keys do what now and sequences such as
 * `g u`. Single keys are off inside text fields and can be turned off altogether (WCAG 2.1.4); chords
 * with Mod work everywhere. The shortcut registered last wins, so a dialog shadows its page.
 */
import { createSignal, onCleanup } from 'solid-js'

export interface Shortcut {
  /** `a`, `Shift+x`, `Mod+k`, `Mod+Enter`, `Escape`, or a sequence `g u`. Mod is ⌘ on Apple, Ctrl elsewhere. */
  keys: string
  /** What it does, for the list of keys: "Add members". */
  does: string
  /** Group in the list of keys. */
  section?: string
  /** Return false to let the next one have it. */
  run(event: KeyboardEvent): unknown
  when?: () => boolean
  /** Also while a dialog is open: the others belong to the page behind it. */
  overDialogs?: boolean
}

const SEQUENCE_MS = 1_000
const OFF = 'muster.single-keys-off'

export const isApple = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent ?? '')

const [shortcuts, setShortcuts] = createSignal<readonly Shortcut[]>([])
const [singleKeysOff, setOff] = createSignal(
  typeof localStorage !== 'undefined' && localStorage.getItem(OFF) === '1',
)

/** All shortcuts that are in force now. */
export { shortcuts, singleKeysOff }

/** Turns single-letter shortcuts off or on, and remembers it. */
export function setSingleKeysOff(off: boolean): void {
  setOff(off)
  localStorage.setItem(OFF, off ? '1' : '0')
}

/** Registers shortcuts for as long as the owner lives. */
export function useShortcuts(...mine: Shortcut[]): void {
  setShortcuts((all) => [...all, ...mine])
  onCleanup(() => setShortcuts((all) => all.filter((one) => !mine.includes(one))))
}

/** How a key is shown on its cap: `Mod+Enter` → `⌘↵` or `Ctrl ↵`. */
export function shownKey(keys: string, apple: boolean = isApple): string {
  const caps: Record<string, string> = {
    Enter: '↵',
    Escape: 'Esc',
    ArrowUp: '↑',
    ArrowDown: '↓',
    ArrowLeft: '←',
    ArrowRight: '→',
    Backspace: '⌫',
    Space: 'Space',
    Mod: apple ? '⌘' : 'Ctrl',
    Shift: '⇧',
  }
  return keys
    .split('+')
    .map((part) => caps[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(apple || !keys.includes('Mod') ? '' : ' ')
}

/** The name of a pressed key in the registry's words. */
export function keyName(
  event: Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey'>,
  apple: boolean = isApple,
): string {
  const mod = apple ? event.metaKey : event.ctrlKey
  const letter = /^[a-z]$/i.test(event.key)
  const key = event.key === ' ' ? 'Space' : letter ? event.key.toLowerCase() : event.key
  const shifted = event.shiftKey && (letter || event.key.length > 1)
  return `${mod ? 'Mod+' : ''}${event.altKey ? 'Alt+' : ''}${shifted ? 'Shift+' : ''}${key}`
}

/** Which registered shortcut a key means, given the key before it in a sequence. Last registered first. */
export function matching(
  all: readonly Shortcut[],
  name: string,
  before: string | undefined,
): { hits: Shortcut[]; begins: boolean } {
  const sequence = before ? `${before} ${name}` : undefined
  const inForce = all.filter((one) => one.when?.() ?? true).reverse()
  const sequences = sequence ? inForce.filter((one) => one.keys === sequence) : []
  const hits = sequences.length > 0 ? sequences : inForce.filter((one) => one.keys === name)
  return { hits, begins: inForce.some((one) => one.keys.startsWith(`${name} `)) }
}

function inTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable) return true
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit', 'reset', 'file'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

const inDialog = () => document.querySelector('[aria-modal="true"][data-state="open"]') !== null

/** Starts listening; returns how to stop. Called once by the app. */
export function listenToKeys(): () => void {
  let before: { key: string; at: number } | undefined
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.key === 'Shift') return
    const name = keyName(event)
    const chord = name.startsWith('Mod+')
    const single = !chord && name !== 'Escape'
    if (single && (singleKeysOff() || inTextField(event.target))) return
    const recent = before && event.timeStamp - before.at < SEQUENCE_MS ? before.key : undefined
    const inForce = inDialog() ? shortcuts().filter((one) => one.overDialogs) : shortcuts()
    const { hits, begins } = matching(inForce, name, recent)
    before = begins && !recent ? { key: name, at: event.timeStamp } : undefined
    for (const hit of hits) {
      if (hit.run(event) === false) continue
      event.preventDefault()
      return
    }
  }
  document.addEventListener('keydown', onKey)
  return () => document.removeEventListener('keydown', onKey)
}
