import { createSignal } from 'solid-js'

function media(query: string): () => boolean {
  if (typeof matchMedia === 'undefined') return () => false
  const list = matchMedia(query)
  const [matches, setMatches] = createSignal(list.matches)
  list.addEventListener('change', () => setMatches(list.matches))
  return matches
}

/** Up to 720 px wide: a phone. */
export const isPhone = media('(max-width: 720px)')

/** Over 1100 px wide: room for the whole sidebar. */
export const isWide = media('(min-width: 1101px)')
