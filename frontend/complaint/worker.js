// Keeps the app itself on the phone, so that it opens where there is no network. What it asks the platform is not kept.
const SHELF = 'quanheng-app'
const FILES = __FILES__ // of the build, written in by vite.config.js

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(['./', ...FILES])).then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || !url.pathname.startsWith('/app/')) return
  // Files under assets/ are named by their content: what is on the shelf is what would come.
  event.respondWith(url.pathname.startsWith('/app/assets/') ? shelfFirst(event.request) : networkFirst(event.request))
})

async function shelfFirst(request) {
  return (await caches.match(request)) ?? taken(request)
}

async function networkFirst(request) {
  try {
    return await taken(request)
  } catch (away) {
    const kept = await caches.match(request, { ignoreSearch: true })
    if (kept) return kept
    throw away
  }
}

async function taken(request) {
  const answer = await fetch(request)
  if (answer.ok) (await caches.open(SHELF)).put(request, answer.clone())
  return answer
}
