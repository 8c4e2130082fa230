import type { DecodedSound } from './playback.ts'
import { createSoundMeter, type SoundMeter } from './sound-meter.ts'

export interface MeasuredSound {
  /** Null while the browser lets nothing be measured. */
  sound(): DecodedSound | null
  /** Idempotent. */
  stop(): void
}

const everyMs = 100

/** Adds up the sound of an element whose browser tells of no energy by itself. */
export function measureDecodedSound(video: HTMLVideoElement): MeasuredSound {
  let meter: SoundMeter | null = null
  let energy = 0
  let durationS = 0
  let measured = false
  const timer = window.setInterval(() => {
    // Before that no browser lets an `AudioContext` run, and some complain.
    if ('userActivation' in navigator && !navigator.userActivation.hasBeenActive) return
    meter ??= createSoundMeter(video)
    const levelDbfs = meter.levelDbfs()
    measured = levelDbfs !== null
    if (levelDbfs === null) return
    energy += (10 ** (levelDbfs / 10) * everyMs) / 1000
    durationS += everyMs / 1000
  }, everyMs)
  return {
    sound: () => (measured ? { energy, durationS, receivedS: null } : null),
    stop() {
      window.clearInterval(timer)
      meter?.stop()
    },
  }
}
