/**
 * Serves the built console: hashed assets for ever; index.html, never cached, for `/` and for every path
 * that is a page of the console.
 */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { type Context, Hono } from 'hono'
import { compress } from 'hono/compress'
import type { AppEnv } from './app-env.ts'

/** Paths that are never pages: a wrong one is a 404, not the console. */
const notPages = /^\/(api|assets|sync|staging|healthz|readyz|metrics)(\/|$)/

export function consoleFiles(webRoot: string) {
  const files = new Hono<AppEnv>()
  const index = join(webRoot, 'index.html')
  if (!existsSync(index)) {
    return files.get('*', (c, next) =>
      notPages.test(c.req.path) ? next() : c.text('The console is not built. Run: npm run build', 503),
    )
  }
  return files
    .use(compress())
    .get('/assets/*', serveStatic({ root: webRoot, precompressed: true, onFound: forEver }))
    .get('/:file{[^/]+\\.[^/]+}', serveStatic({ root: webRoot, precompressed: true, onFound: freshly }))
    .get('*', (c, next) => {
      if (notPages.test(c.req.path)) return next()
      c.header('cache-control', 'no-cache')
      return c.html(readFileSync(index, 'utf8'))
    })
}

/** CSP hashes of the scripts that stand in index.html itself (CSP Level 3, §6.7.3.3). */
export function inlineScriptHashes(webRoot: string): string[] {
  const index = join(webRoot, 'index.html')
  if (!existsSync(index)) return []
  const scripts = readFileSync(index, 'utf8').matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi)
  return [...scripts].map(([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
}

/** The name of an asset holds the hash of its content. */
const forEver = (_path: string, c: Context) =>
  c.header('cache-control', 'public, max-age=31536000, immutable')

const freshly = (_path: string, c: Context) => c.header('cache-control', 'no-cache')
