import type { ScreenHealth } from '../protocol/screens.ts'

/** Which devices are connected now, and what they last said of themselves. */
export interface DevicePresence {
  /** Returns what to call when that connection has ended. */
  arrived(deviceId: string): () => void
  told(deviceId: string, health: ScreenHealth): void
  of(deviceId: string): { online: boolean; health: ScreenHealth | null }
  /** Asks a screen to show its name. */
  blink(deviceId: string): void
  onBlink(listener: (deviceId: string) => void): () => void
}

export function createDevicePresence(): DevicePresence {
  const connected = new Map<string, { count: number; health: ScreenHealth | null }>()
  const listeners = new Set<(deviceId: string) => void>()
  return {
    arrived(deviceId) {
      const known = connected.get(deviceId)
      const here = known ?? { count: 0, health: null }
      here.count++
      connected.set(deviceId, here)
      let gone = false
      return () => {
        if (gone) return
        gone = true
        here.count--
        if (here.count === 0 && connected.get(deviceId) === here) connected.delete(deviceId)
      }
    },
    told(deviceId, health) {
      const here = connected.get(deviceId)
      if (here) here.health = health
    },
    of(deviceId) {
      const here = connected.get(deviceId)
      return { online: here !== undefined, health: here?.health ?? null }
    },
    blink(deviceId) {
      for (const listener of listeners) listener(deviceId)
    },
    onBlink(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
