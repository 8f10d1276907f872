// Answers for the console's own files when the server cannot: pages from the network first, files with a
// hash in their name from the cache first. Never touches the API or the sockets.
const CACHE = 'muster-console'

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

async function page(request) {
  const cache = await caches.open(CACHE)
  try {
    const answer = await fetch(request)
    if (!answer.ok || !answer.headers.get('content-type')?.includes('text/html')) return answer
    const known = await cache.match('/')
    const [before, now] = await Promise.all([known?.text(), answer.clone().text()])
    if (before !== undefined && before !== now) {
      // A new version: the files of the old one may go.
      for (const key of await cache.keys())
        if (new URL(key.url).pathname.startsWith('/assets/')) await cache.delete(key)
    }
    await cache.put('/', answer.clone())
    return answer
  } catch (error) {
    const kept = await cache.match('/')
    if (kept) return kept
    throw error
  }
}

async function hashed(request) {
  const cache = await caches.open(CACHE)
  const kept = await cache.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) await cache.put(request, answer.clone())
  return answer
}

async function plain(request) {
  const cache = await caches.open(CACHE)
  try {
    const answer = await fetch(request)
    if (answer.ok) await cache.put(request, answer.clone())
    return answer
  } catch (error) {
    const kept = await cache.match(request)
    if (kept) return kept
    throw error
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (/^\/(api|sync|staging|healthz|readyz|metrics)(\/|$)/.test(pathname)) return
  if (request.mode === 'navigate') event.respondWith(page(request))
  else if (pathname.startsWith('/assets/')) event.respondWith(hashed(request))
  else if (pathname === '/theme.js' || pathname === '/muster.svg') event.respondWith(plain(request))
})
