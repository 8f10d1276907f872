/** Who has which colour. Presence hues come from the server with each peer; avatar tints by hash of the ID. */

/** FNV-1a, 32 bits: stable across browsers and servers. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}

/** 1–8: the avatar tint of this ID. */
export function avatarTint(id: string): number {
  return (hashOf(id) % 8) + 1
}

/** 1–6: the presence hue of someone who is not online now (the server moves hues of those who are). */
export function restingHue(id: string): number {
  return (hashOf(id) % 6) + 1
}

/** The CSS colour of a presence hue, for `style={{ '--hue': hueColor(3) }}`. */
export function hueColor(hue: number | undefined): string | undefined {
  return hue === undefined ? undefined : `var(--c-p-${hue})`
}

/** Two letters for an avatar: first of the first and of the last word. */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/[\s_.@-]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
  const first = words[0]
  if (!first) return '?'
  const last = words.length > 1 ? words.at(-1) : undefined
  const letters = last ? [[...first][0], [...last][0]] : [...first].slice(0, 2)
  return letters.join('').toLocaleUpperCase('en')
}

/** "Tom" of "Tom Okafor"; the whole name where two among `others` share it. */
export function givenName(name: string, others: readonly string[] = []): string {
  const given = name.trim().split(/\s+/u)[0] ?? name
  const shared = others.some((other) => other !== name && other.trim().split(/\s+/u)[0] === given)
  return shared ? name : given
}
