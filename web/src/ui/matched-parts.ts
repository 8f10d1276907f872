export interface TextPart {
  text: string
  matched: boolean
}

/** Lower case without accents, one character for one, so that positions stay the same. */
function folded(text: string): string {
  return [...text]
    .map((letter) => {
      const plain = letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
      return plain.length === letter.length
        ? plain
        : letter.toLowerCase().slice(0, letter.length).padEnd(letter.length)
    })
    .join('')
}

/** Cuts a text where the search matches, ignoring case and accents. */
export function matchedParts(text: string, search: string): TextPart[] {
  const wanted = folded(search.trim())
  if (wanted === '') return [{ text, matched: false }]
  const all = folded(text)
  const parts: TextPart[] = []
  let from = 0
  for (let at = all.indexOf(wanted); at >= 0; at = all.indexOf(wanted, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), matched: false })
    parts.push({ text: text.slice(at, at + wanted.length), matched: true })
    from = at + wanted.length
  }
  if (from < text.length) parts.push({ text: text.slice(from), matched: false })
  return parts
}
