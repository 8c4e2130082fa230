import { earlierPlace } from '@press-gallery/server/protocol/earlier'
import type { DeviceKind } from '@press-gallery/server/protocol/screens'
import { useSyncExternalStore } from 'react'
import { parseDeskPlace, type DeskPlace } from './desk/desk-place.ts'

/** The pages, each with an address of its own that survives a reload. */
export type Route =
  | { page: 'home' }
  | { page: 'sign-in' }
  /** Its secret stands in the fragment of the address, and only for a moment. */
  | { page: 'link' }
  | { page: 'account' }
  | { page: 'people' }
  /** Null: the list of courts. */
  | { page: 'courts'; courtId: string | null }
  | { page: 'hearings' }
  /** What was over before a place in that list. */
  | { page: 'earlier'; before: string }
  /** What programs may ask of the server; for anybody. */
  | { page: 'interface' }
  | { page: 'watch'; hearingId: string }
  | { page: 'desk'; place: DeskPlace }
  /** A code may stand in its query. */
  | { page: 'screens' }
  /** All courts; `only` what needs attention. */
  | { page: 'region'; only: boolean }
  /** The server itself. */
  | { page: 'server'; part: 'health' | 'keys' }
  /** Null: all courtrooms of a court. */
  | { page: 'console'; courtroomId: string | null }
  /** A display of a press centre, or the button of a bench: pages without people. */
  | { page: 'device'; kind: DeviceKind }
  | { page: 'unknown' }

export function parseRoute(path: string): Route {
  const parts = path.split('/').filter(Boolean)
  const [first, second] = parts
  if (first === undefined) return { page: 'home' }
  if (first === 'sign-in' && parts.length === 1) return { page: 'sign-in' }
  if ((first === 'screen' || first === 'bench') && parts.length === 1) return { page: 'device', kind: first }
  if (first === 'link' && parts.length === 1) return { page: 'link' }
  if (first === 'account' && parts.length === 1) return { page: 'account' }
  if (first === 'people' && parts.length === 1) return { page: 'people' }
  if (first === 'courts' && parts.length === 1) return { page: 'courts', courtId: null }
  if (first === 'courts' && second !== undefined && parts.length === 2) {
    return /^[a-z0-9-]{1,64}$/.test(second) ? { page: 'courts', courtId: second } : { page: 'unknown' }
  }
  if (first === 'hearings' && parts.length === 1) return { page: 'hearings' }
  if (first === 'hearings' && second === 'earlier' && parts.length === 3) {
    const before = earlierPlace.safeParse(parts[2])
    return before.success ? { page: 'earlier', before: before.data } : { page: 'unknown' }
  }
  if (first === 'interface' && parts.length === 1) return { page: 'interface' }
  if (first === 'watch' && second !== undefined && parts.length === 2) {
    return /^[a-z0-9-]{1,64}$/.test(second) ? { page: 'watch', hearingId: second } : { page: 'unknown' }
  }
  if (first === 'console' && parts.length === 1) return { page: 'console', courtroomId: null }
  if (first === 'console' && second !== undefined && parts.length === 2) {
    return /^[a-z0-9-]{1,64}$/.test(second) ? { page: 'console', courtroomId: second } : { page: 'unknown' }
  }
  if (first === 'screens' && parts.length === 1) return { page: 'screens' }
  if (first === 'region' && parts.length === 1) return { page: 'region', only: false }
  if (first === 'region' && second === 'attention' && parts.length === 2)
    return { page: 'region', only: true }
  if (first === 'server' && parts.length === 1) return { page: 'server', part: 'health' }
  if (first === 'server' && second === 'keys' && parts.length === 2) return { page: 'server', part: 'keys' }
  if (first === 'desk') {
    const place = parseDeskPlace(parts.slice(1))
    if (place !== null) return { page: 'desk', place }
  }
  return { page: 'unknown' }
}

/** Goes to an address within the site without loading the page anew. */
export function navigate(path: string, { replace = false } = {}): void {
  if (replace) window.history.replaceState(null, '', path)
  else window.history.pushState(null, '', path)
  window.dispatchEvent(new PopStateEvent('popstate'))
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('popstate', listener)
  return () => window.removeEventListener('popstate', listener)
}

export function usePath(): string {
  return useSyncExternalStore(subscribe, () => window.location.pathname)
}
