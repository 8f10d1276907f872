/** Light, dark, or as the system has it. `public/theme.js` sets it before the first paint. */
import { createSignal } from 'solid-js'

export type ThemeChoice = 'system' | 'light' | 'dark'

const KEY = 'muster.theme'
const dark = typeof matchMedia === 'undefined' ? undefined : matchMedia('(prefers-color-scheme: dark)')

function stored(): ThemeChoice {
  const text = typeof localStorage === 'undefined' ? null : localStorage.getItem(KEY)
  return text === 'light' || text === 'dark' ? text : 'system'
}

const [themeChoice, setChoice] = createSignal<ThemeChoice>(stored())

export { themeChoice }

function apply(): void {
  const choice = themeChoice()
  document.documentElement.dataset.theme = choice === 'system' ? (dark?.matches ? 'dark' : 'light') : choice
}

export function setTheme(choice: ThemeChoice): void {
  setChoice(choice)
  localStorage.setItem(KEY, choice)
  apply()
}

dark?.addEventListener('change', apply)
