/*
 * Keeps the pages of the press centre's displays and of the bench on the device, so that they come up while the server can't be
 * reached, instead of the browser's error page, and say so in words. Keeps the shell and nothing else: never `/api`, `/hls`,
 * sockets or media. One cache for each build, taken whole or not at all, and no more than one once the newest is there.
 */
const pages = ['/screen', '/bench']
const prefix = 'press-gallery-device-'
/** Written by the build: its name and all files of these pages. */
const listPath = '/device-shell.json'
const patienceMs = 5_000

self.addEventListener('install', (event) => {
  event.waitUntil(keep().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim())
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate' && pages.includes(pathname)) {
    event.respondWith(page(event))
  } else if (pathname.startsWith('/assets/')) {
    event.respondWith(asset(request))
  }
})

/** The server's page where it answers and all of its build can be had; else the one that is kept. */
async function page(event) {
  try {
    await keep()
  } catch {
    // The server can't be reached, or half of it: what is kept is whole.
  }
  const kept = await newest()
  const shell = kept === undefined ? undefined : await kept.match('/screen')
  return shell ?? fetch(event.request)
}

/** Files with a hash in their name never change. */
async function asset(request) {
  const kept = await caches.match(request, { ignoreVary: true })
  return kept ?? fetch(request)
}

/** Has the server's present build kept. Rejects where it can't be had. */
async function keep() {
  const list = await (await got(listPath)).json()
  const name = prefix + list.build
  if (await caches.has(name)) {
    await onlyKeep(name)
    return
  }
  const files = await Promise.all(['/screen', ...list.files].map(async (path) => [path, await got(path)]))
  const cache = await caches.open(name)
  try {
    await Promise.all(files.map(([path, response]) => cache.put(path, response)))
  } catch (error) {
    await caches.delete(name)
    throw error
  }
  await onlyKeep(name)
}

async function got(path) {
  const response = await fetch(path, {
    cache: path.startsWith('/assets/') ? 'default' : 'no-store',
    credentials: 'same-origin',
    signal: AbortSignal.timeout(patienceMs),
  })
  if (!response.ok || response.redirected) throw new Error(`${path} was answered ${response.status}`)
  return response
}

async function onlyKeep(name) {
  const names = await caches.keys()
  await Promise.all(
    names.filter((other) => other.startsWith(prefix) && other !== name).map((other) => caches.delete(other)),
  )
}

async function newest() {
  const name = (await caches.keys()).findLast((one) => one.startsWith(prefix))
  return name === undefined ? undefined : caches.open(name)
}
