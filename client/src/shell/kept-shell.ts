const workerPath = '/shell-worker.js'
const registerEveryMs = 3_600_000
/** Fetching a build over a poor network takes its time, ms. */
const keepPatienceMs = 60_000

/**
 * Has the shell of the pages at and below a path kept on the device (`public/shell-worker.js`), so that they come up without the
 * server. Returns what ends the asking.
 */
export function keepShell(scope: string): () => void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return () => undefined
  const register = (): void => {
    navigator.serviceWorker.register(workerPath, { scope }).catch(() => undefined)
  }
  register()
  // A page that stays for weeks asks for a newer worker by itself.
  const timer = window.setInterval(register, registerEveryMs)
  return () => window.clearInterval(timer)
}

/**
 * Has the server's present build of this page's kind kept, where a worker keeps any. Resolves with the build that the page would come
 * up with when loaded anew; null where that can't be said now.
 */
export async function keepPresentBuild(): Promise<string | null> {
  const worker = 'serviceWorker' in navigator ? await activeWorker() : null
  return worker === null ? buildOfPage(await fetchPage()) : toldBy(worker)
}

async function activeWorker(): Promise<ServiceWorker | null> {
  const registration = await navigator.serviceWorker.getRegistration()
  return registration?.active ?? null
}

function toldBy(worker: ServiceWorker): Promise<string | null> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    const timer = window.setTimeout(() => resolve(null), keepPatienceMs)
    port1.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      window.clearTimeout(timer)
      port1.close()
      resolve(typeof data === 'string' ? data : null)
    })
    port1.start()
    worker.postMessage('keep', [port2])
  })
}

async function fetchPage(): Promise<Document | null> {
  try {
    const answer = await fetch(window.location.pathname, { cache: 'no-store' })
    return answer.ok ? new DOMParser().parseFromString(await answer.text(), 'text/html') : null
  } catch {
    return null
  }
}

/** The build for displays that a page belongs to (`shell-list.ts`); null in development. */
export const buildOfPage = (page: Document | null): string | null =>
  page?.querySelector<HTMLMetaElement>('meta[name=build]')?.content ?? null
