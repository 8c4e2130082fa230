import { useEffect, useRef, useState, type RefObject } from 'react'
import { hasBeenActive } from '../browser/has-been-active.ts'
import { createSoundMeter, soundWindowMs, type SoundMeter } from '../player/sound-meter.ts'
import type { ReadLevel } from './sound-meter.tsx'

export interface LiveSound {
  /** `soon`: it is about to be measured, once it plays. `unmeasured`: it plays, and the browser lets nothing be measured, as before a click. */
  kind: 'soon' | 'measured' | 'unmeasured'
  read: ReadLevel
}

/** To begin with it makes the page stand still for a moment, which must not be the one in which the picture comes, ms. */
const startAfterMs = 1_000
/** An output that has not started by then is not going to by itself, ms. */
const givenUpAfterMs = 3_000

/** How loud it is what the element plays, heard or not, after decoding. */
export function useLiveSound(video: RefObject<HTMLVideoElement | null>, playing: boolean): LiveSound {
  const latest = useRef<number | null>(null)
  const [kind, setKind] = useState<LiveSound['kind']>('soon')
  const [read] = useState(() => (): number | null => latest.current)

  useEffect(() => {
    const element = video.current
    if (!playing || element === null) return undefined
    const sinceMs = performance.now()
    let meter: SoundMeter | null = null
    const measure = (): void => {
      const forMs = performance.now() - sinceMs
      if (forMs >= startAfterMs && hasBeenActive()) meter ??= createSoundMeter(element)
      latest.current = meter?.peakDbfs() ?? null
      if (latest.current !== null) setKind('measured')
      else setKind(forMs < givenUpAfterMs ? 'soon' : 'unmeasured')
    }
    measure()
    const timer = window.setInterval(measure, soundWindowMs)
    return () => {
      window.clearInterval(timer)
      meter?.stop()
      latest.current = null
      setKind('soon')
    }
  }, [video, playing])
  return { kind, read }
}
