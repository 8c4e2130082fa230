import { useEffect, useRef, useState } from 'react'
import type { HearingPlayer } from '../player/hearing-player.ts'
import { followMissed, nothingMissed } from '../player/missed-time.ts'

const everyMs = 500
/** Long enough to be read by whoever takes the phone out of the pocket, ms. */
const shownMs = 12_000

/** How much of the hearing has not come to this viewer, ms, for a while after it comes again; null otherwise. */
export function useMissed(player: HearingPlayer, courtroomGives: boolean): number | null {
  const [missedMs, setMissedMs] = useState<number | null>(null)
  const giving = useRef(courtroomGives)
  useEffect(() => {
    giving.current = courtroomGives
  }, [courtroomGives])
  useEffect(() => {
    let time = nothingMissed
    let hiding: number | undefined
    const look = (): void => {
      const { path, framesDecoded, soundReceivedS } = player.sample()
      const followed = followMissed(time, {
        atMs: Date.now(),
        onAir: player.snapshot().onAir,
        giving: giving.current,
        soundS: soundReceivedS,
        frames: framesDecoded,
        playedS: path === 'hls' ? player.elements.hls.currentTime : null,
      })
      time = followed.time
      if (followed.missedMs === null) return
      setMissedMs(followed.missedMs)
      window.clearTimeout(hiding)
      hiding = window.setTimeout(() => setMissedMs(null), shownMs)
    }
    const looking = window.setInterval(look, everyMs)
    return () => {
      window.clearInterval(looking)
      window.clearTimeout(hiding)
    }
  }, [player])
  return missedMs
}
