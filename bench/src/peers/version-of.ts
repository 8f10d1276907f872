import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The installed version of an npm package, or of the Postgres that is used, read from its package.json. */
export function versionOf(name: string): string {
  // Not every package exports its package.json, so it is looked for where its main file lies.
  let folder = dirname(fileURLToPath(import.meta.resolve(name)))
  for (;;) {
    try {
      const found = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>
      if (found.name === name && found.version) return found.version
    } catch {
      // Further up.
    }
    const above = dirname(folder)
    if (above === folder) throw new Error(`no package.json of ${name}`)
    folder = above
  }
}
