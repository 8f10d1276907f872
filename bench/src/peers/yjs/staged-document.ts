import type { Stager } from '../../system.ts'
import type { Link } from './link.ts'

interface StagedEntry {
  n: number
}

/** Presses go over so many facts in turn. */
const FACTS = 100

/**
 * An admin at a shared list of staged changes, kept as a Y.Map from the fact to what is wanted. Odd presses
 * stage an entry, even ones unstage it again; each admin stages facts of its own.
 */
export function stagerOf(link: Link, name: string, onPress: (n: number) => void): Stager {
  const entries = link.doc.getMap<StagedEntry>('staged')
  entries.observe((event, transaction) => {
    if (transaction.local) return
    for (const [key, change] of event.keys) {
      if (change.action === 'delete') onPress((change.oldValue as StagedEntry).n + 1)
      else {
        const entry = entries.get(key)
        if (entry) onPress(entry.n)
      }
    }
  })
  const factOf = (n: number) => `${name} member ${Math.ceil(n / 2) % FACTS}`
  return {
    press(n) {
      if (n % 2 === 1) entries.set(factOf(n), { n })
      else entries.delete(factOf(n))
    },
    close: () => link.close(),
  }
}
