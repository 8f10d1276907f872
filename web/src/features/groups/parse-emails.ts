/** Pasted text as e-mail addresses: any separators, `Name <address>` too, each address once, in order. */
export function parseEmails(text: string): { emails: string[]; rest: string[] } {
  const emails = new Set<string>()
  const rest: string[] = []
  for (const line of text.split(/[\n,;\t]+/)) {
    const bracketed = [...line.matchAll(/<([^<>\s]+@[^<>\s]+)>/g)].map((match) => match[1] ?? '')
    const words = bracketed.length > 0 ? bracketed : line.split(/\s+/)
    for (const word of words) {
      const clean = word.replace(/^["'(<]+|["')>.]+$/g, '')
      if (clean === '') continue
      if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(clean)) emails.add(clean.toLowerCase())
      else rest.push(clean)
    }
  }
  return { emails: [...emails], rest }
}
