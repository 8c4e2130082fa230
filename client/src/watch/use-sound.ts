import type { FeedStatus } from '@press-gallery/server/protocol/feed'
import { useEffect, useState, type RefObject } from 'react'
import type { HearingPlayer, PlayerSnapshot } from '../player/hearing-player.ts'
import { silenceDbfs, soundState, type SoundState } from './sound-state.ts'

const everyMs = 100
/** The lower end of the scale, dBFS. */
const floorDbfs = -60

/**
 * What is really heard of the courtroom here, measured at the element in sight. The custom property `--level` (0 to
 * 1) of `meter` follows the sound.
 */
export function useSound(
  player: HearingPlayer,
  snapshot: PlayerSnapshot,
  feed: FeedStatus | null,
  meter: RefObject<HTMLDivElement | null>,
): SoundState {
  const [measured, setMeasured] = useState({ measured: false, quietForMs: 0 })
  const audible = snapshot.soundOn && snapshot.volume > 0
  const playing = snapshot.state === 'playing'

  useEffect(() => {
    if (!audible || !playing) return undefined
    let heardAtMs = Date.now()
    const measure = (): void => {
      const levelDbfs = player.levelDbfs()
      if (levelDbfs !== null && levelDbfs > silenceDbfs) heardAtMs = Date.now()
      const share = levelDbfs === null ? 0 : Math.max(0, Math.min(1, 1 - levelDbfs / floorDbfs))
      meter.current?.style.setProperty('--level', share.toFixed(2))
      // Rounded to seconds, so that the words are looked at again once a second and not ten times.
      const quietForMs = Math.floor((Date.now() - heardAtMs) / 1000) * 1000
      setMeasured((last) =>
        last.measured === (levelDbfs !== null) && last.quietForMs === quietForMs
          ? last
          : { measured: levelDbfs !== null, quietForMs },
      )
    }
    const timer = window.setInterval(measure, everyMs)
    const bar = meter.current
    return () => {
      window.clearInterval(timer)
      bar?.style.setProperty('--level', '0')
    }
  }, [player, audible, playing, meter])

  return soundState({ audible, playing, feed, ...measured })
}
