import type { DeviceKind } from '@press-gallery/server/protocol/screens'

/** Has the page kept on the device (`device-worker.js`), so that it comes up without the server. Returns what ends the asking. */
export function keepShell(kind: DeviceKind): () => void {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return () => undefined
  const register = (): void => {
    navigator.serviceWorker.register('/device-worker.js', { scope: `/${kind}` }).catch(() => undefined)
  }
  register()
  // A page that stays for weeks asks for a newer worker by itself.
  const timer = window.setInterval(register, 3_600_000)
  return () => window.clearInterval(timer)
}
