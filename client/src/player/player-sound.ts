import { hasBeenActive } from '../browser/has-been-active.ts'
import { createSoundMeter, type SoundMeter } from './sound-meter.ts'

/** What came out of the decoder, heard or not: as webrtc-stats has it, the sum of each sample's square (1: full scale) times its duration. */
export interface DecodedSound {
  energy: number
  durationS: number
}

/** Measures the sound of whichever element is in sight, muted or not. */
export interface PlayerSound {
  /** RMS of the last moments, dBFS; null while the browser lets nothing be measured. */
  levelDbfs(): number | null
  /** Since the beginning; null as above. */
  decoded(): DecodedSound | null
  /** Idempotent. */
  stop(): void
}

const everyMs = 100
/** To begin with it makes the page stand still for a moment, which must not be the one in which the picture comes, ms. */
const startAfterMs = 1_000

/**
 * By Web Audio, since webrtc-stats' energy is what is left after the element's volume (Chromium), and HLS has none at all.
 *
 * @param shown the element that plays; null: none does
 */
export function measurePlayerSound(shown: () => HTMLVideoElement | null): PlayerSound {
  let measured: { element: HTMLVideoElement; sinceMs: number; meter: SoundMeter | null } | null = null
  let levelDbfs: number | null = null
  const decoded: DecodedSound = { energy: 0, durationS: 0 }

  const drop = (): void => {
    measured?.meter?.stop()
    measured = null
    levelDbfs = null
  }
  const measure = (): void => {
    const element = shown()
    if (element === null) {
      drop()
      return
    }
    const nowMs = performance.now()
    if (measured?.element !== element) {
      drop()
      measured = { element, sinceMs: nowMs, meter: null }
    }
    // Before somebody has done something on the page no browser lets an `AudioContext` run, and some complain.
    if (nowMs - measured.sinceMs < startAfterMs || !hasBeenActive()) return
    measured.meter ??= createSoundMeter(element)
    levelDbfs = measured.meter.levelDbfs()
    if (levelDbfs === null) return
    decoded.energy += (10 ** (levelDbfs / 10) * everyMs) / 1000
    decoded.durationS += everyMs / 1000
  }
  const timer = window.setInterval(measure, everyMs)
  return {
    levelDbfs: () => levelDbfs,
    decoded: () => (levelDbfs === null ? null : { ...decoded }),
    stop() {
      window.clearInterval(timer)
      drop()
    },
  }
}
