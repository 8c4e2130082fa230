import type { ErrorCode } from '@press-gallery/server/protocol/errors'
import { useCallback, useEffect, useState, type RefObject } from 'react'
import type { PlaybackState } from '../player/playback.ts'

export interface LivePreview {
  /** Of the tries so far; `off`: it is not wanted, or this browser can't. */
  kind: PlaybackState['kind'] | 'off'
  /** Why it is over, which it is until `again`; null: it is not. */
  code: ErrorCode | null
  /** It has not come, or has stood, for so long that something else is to be shown. */
  late: boolean
  /** The camera gives sound alone. */
  soundAlone: boolean
  again: () => void
}

/** How long a picture may take to come, ms. */
const lateAfterMs = 4_000
/** A look at another tab is no leaving, ms. */
const hiddenForMs = 30_000

interface State {
  /** Of which try. */
  round: number
  kind: LivePreview['kind']
  code: ErrorCode | null
  late: boolean
}

const off: State = { round: 0, kind: 'off', code: null, late: false }

/** The live preview of a courtroom in an element, for as long as it is wanted and the page is seen. */
export function useLivePreview(
  courtroomId: string,
  wanted: boolean,
  video: RefObject<HTMLVideoElement | null>,
): LivePreview {
  const [state, setState] = useState(off)
  const [round, setRound] = useState(0)
  const [soundAlone, setSoundAlone] = useState(false)
  const seen = useSeen()

  useEffect(() => {
    const element = video.current
    if (!wanted || !seen || element === null) return undefined
    let over = false
    let late: number | undefined
    let stop = (): void => undefined
    const take = (next: PlaybackState): void => {
      if (over) return
      const plays = next.kind === 'playing'
      if (plays) {
        window.clearTimeout(late)
        late = undefined
      } else beLateSoon()
      const code = next.kind === 'ended' ? next.code : null
      setState((last) => ({
        round,
        kind: next.kind,
        code,
        late: !plays && last.round === round && last.late,
      }))
    }
    const beLateSoon = (): void => {
      late ??= window.setTimeout(() => setState((last) => ({ ...last, late: true })), lateAfterMs)
    }
    const start = async (): Promise<void> => {
      const { startLivePreview } = await import('../player/live-preview.ts')
      if (over) return
      const playback = startLivePreview({
        courtroomId,
        video: element,
        onState: take,
        onFeed: ({ fault }) => setSoundAlone(fault === 'no_video'),
      })
      if (playback === null) take({ kind: 'ended', code: 'cannot_receive' })
      else stop = () => playback.stop()
    }
    take({ kind: 'starting' })
    // A script that can't be had is a picture that does not come.
    start().catch(() => take({ kind: 'ended', code: 'internal' }))
    return () => {
      over = true
      window.clearTimeout(late)
      stop()
      setState(off)
    }
  }, [courtroomId, wanted, seen, round, video])

  const again = useCallback(() => setRound((last) => last + 1), [])
  return { ...state, soundAlone, again }
}

/** False once nobody has seen the page for a while. */
function useSeen(): boolean {
  const [seen, setSeen] = useState(() => document.visibilityState === 'visible')
  useEffect(() => {
    let timer: number | undefined
    const changed = (): void => {
      window.clearTimeout(timer)
      if (document.visibilityState === 'visible') setSeen(true)
      else timer = window.setTimeout(() => setSeen(false), hiddenForMs)
    }
    document.addEventListener('visibilitychange', changed)
    return () => {
      window.clearTimeout(timer)
      document.removeEventListener('visibilitychange', changed)
    }
  }, [])
  return seen
}
