/*
 * Keeps the shell of the pages on the device, so that they come up while the server can't be reached, instead of the browser's error
 * page, say so in words and go on by themselves. Keeps the shell and nothing else: never `/api`, `/hls`, sockets or media. One cache
 * for each build, taken whole or not at all, and no more than one once the newest is there.
 *
 * One file for two kinds of pages, told apart by where they are registered. Displays and benches (`/screen`, `/bench`) have their
 * whole build kept, and come up from what is kept, once the server has been asked whether there is a newer one. People (`/`) get
 * their pages from the server, and what is kept only where it does not answer.
 */
const devicePages = ['/screen', '/bench']
/** Where people's pages are: the first part of their paths (`client/src/route.ts`). */
const peoplesPages = [
  '',
  'sign-in',
  'link',
  'account',
  'hearings',
  'interface',
  'watch',
  'people',
  'courts',
  'console',
  'region',
  'screens',
  'server',
  'desk',
]
/** Written by the build: its name and its files, for each kind. */
const listPath = '/shell.json'
/** The page of every address; kept last, so that a cache that has it is whole. */
const pagePath = '/screen'
/** How long a file may take, and the answer to somebody who waits before an empty page. */
const filePatienceMs = 10_000
const pagePatienceMs = 5_000

const kind = new URL(self.registration.scope).pathname === '/' ? 'people' : 'device'
const prefix = `press-gallery-${kind}-`

self.addEventListener('install', (event) => {
  leaveAlone(event)
  event.waitUntil(keep().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(activate())
})

async function activate() {
  if (kind === 'people') await self.registration.navigationPreload?.enable()
  await self.clients.claim()
}

/** A page asks that the server's present build be kept; it is told which is. */
self.addEventListener('message', (event) => {
  const [port] = event.ports
  if (event.data !== 'keep' || port === undefined) return
  event.waitUntil(
    keep().then(
      (build) => port.postMessage(build),
      () => port.postMessage(null),
    ),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    if (kind === 'device' && devicePages.includes(pathname)) event.respondWith(keptPage(event))
    if (kind === 'people' && peoplesPages.includes(pathname.split('/')[1]))
      event.respondWith(freshPage(event))
  } else if (pathname.startsWith('/assets/')) {
    event.respondWith(asset(request))
  }
})

/** Where the browser can be told so beforehand, nothing but pages waits for this worker to wake. */
function leaveAlone(event) {
  try {
    event.addRoutes([
      { condition: { urlPattern: { pathname: '/assets/*' } }, source: 'cache' },
      { condition: { not: { requestMode: 'navigate' } }, source: 'network' },
    ])
  } catch {
    // A browser that can't be told asks here, and is answered in the same way.
  }
}

/** The server's page where it answers and all of its build can be had; else the one that is kept. */
async function keptPage({ request }) {
  try {
    await within(pagePatienceMs, keep())
  } catch {
    // The server can't be reached, or half of it, or not soon: what is kept is whole.
  }
  return (await keptShell()) ?? fetch(request)
}

/** What the server answers; what is kept where it does not, or where a proxy answers in its place. */
async function freshPage({ request, preloadResponse }) {
  let answer
  try {
    answer = await within(pagePatienceMs, preloaded(preloadResponse, request))
    if (answer.status < 500) return answer
  } catch {
    // Below.
  }
  return (await keptShell()) ?? answer ?? fetch(request)
}

const preloaded = async (preloadResponse, request) => (await preloadResponse) ?? fetch(request)

/** Files with a hash in their name never change. */
async function asset(request) {
  const kept = await caches.match(request, { ignoreVary: true })
  return kept ?? fetch(request)
}

let keeping

/** Has the server's present build kept; its name. Rejects where it can't be had. Asked twice at a time, it is done once. */
function keep() {
  keeping ??= keepPresent().finally(() => {
    keeping = undefined
  })
  return keeping
}

async function keepPresent() {
  const { build, files } = (await (await got(listPath)).json())[kind]
  const name = prefix + build
  const cache = await caches.open(name)
  if ((await cache.match(pagePath)) === undefined) {
    try {
      await Promise.all(files.map(async (path) => cache.put(path, await got(path))))
      await cache.put(pagePath, await got(pagePath))
    } catch (error) {
      await caches.delete(name)
      throw error
    }
  }
  const names = await caches.keys()
  await Promise.all(
    names.filter((other) => other.startsWith(prefix) && other !== name).map((other) => caches.delete(other)),
  )
  return build
}

async function got(path) {
  const response = await fetch(path, {
    cache: path.startsWith('/assets/') ? 'default' : 'no-store',
    credentials: 'same-origin',
    signal: AbortSignal.timeout(filePatienceMs),
  })
  if (!response.ok || response.redirected) throw new Error(`${path} was answered ${response.status}`)
  return response
}

/** The page of the newest build that is whole. */
async function keptShell() {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix))
  for (const name of names.toReversed()) {
    const page = await (await caches.open(name)).match(pagePath)
    if (page !== undefined) return page
  }
  return undefined
}

function within(patienceMs, promise) {
  return Promise.race([
    promise,
    new Promise((_, reject) => setTimeout(() => reject(new Error('too late')), patienceMs)),
  ])
}
