/** The cache that `public/offline.js` answers from. */
const CACHE = 'muster-console'

/**
 * Lets the console open again without a connection: what is staged in this browser must survive a reload.
 * The service worker keeps our own files only, never an answer of the API.
 */
export function keepForOffline(): void {
  if (!('serviceWorker' in navigator)) return
  addEventListener('load', async () => {
    try {
      await navigator.serviceWorker.register('/offline.js')
      await navigator.serviceWorker.ready
      await keepWhatIsLoaded()
    } catch (error) {
      console.warn('The console will not open without a connection:', error)
    }
  })
}

/** The first visit loads its files before the service worker is there. */
async function keepWhatIsLoaded(): Promise<void> {
  const cache = await caches.open(CACHE)
  const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name))
  const ours = loaded.filter(
    ({ origin, pathname }) => origin === location.origin && pathname.startsWith('/assets/'),
  )
  const wanted = new Set(['/', '/theme.js', ...ours.map(({ pathname }) => pathname)])
  for (const path of wanted) if (!(await cache.match(path))) await cache.add(path)
}
