import type { HearingSummary } from '@press-gallery/server/protocol/api'
import { useCallback, useEffect, useRef } from 'react'
import type { TokenShelf } from '../api/token-shelf.ts'
import { preferredPath } from './preferences.ts'
import { useLongHidden } from './use-long-hidden.ts'
import type { WebRtcSupport } from './use-web-rtc.ts'

export interface HeadStartOptions {
  shelf: TokenShelf
  webRtc: WebRtcSupport
  /** The hearings that can be chosen now; null where there is no list. */
  listed: readonly HearingSummary[] | null
  /** The hearing whose page is shown. */
  watchedId: string | null
}

const isWatchable = ({ mayWatch, standing }: HearingSummary): boolean => mayWatch && standing.state === 'live'

/** Has tokens and a connection ready while there is a list, and begins to watch in the click itself. */
export function useHeadStart({ shelf, webRtc, listed, watchedId }: HeadStartOptions): {
  onNear: (hearingId: string) => void
  /** What it answers is worth waiting for, a moment, before the watch page is made. */
  onChoose: (hearingId: string) => Promise<void> | null
} {
  const headStart = webRtc.kind === 'loaded' ? (webRtc.prepared?.headStart ?? null) : null
  const hidden = useLongHidden()
  /** The hearing that was pointed at last. */
  const near = useRef<string | null>(null)

  const standBy = useCallback(() => {
    const live = (listed ?? []).filter(isWatchable).map(({ id }) => id)
    const likely = live.find((id) => id === near.current) ?? live[0]
    const wanted = !hidden && preferredPath() !== 'hls' && likely !== undefined
    headStart?.standBy(
      wanted ? { hearingId: likely, token: (refusedToken) => shelf.get(likely, refusedToken) } : null,
    )
  }, [shelf, headStart, listed, hidden])

  useEffect(() => {
    if (listed !== null) shelf.stock(listed.filter(isWatchable).map(({ id }) => id))
  }, [shelf, listed])
  // The page's own effects come first: what it wants of it, it has adopted by now.
  useEffect(() => headStart?.keepFor(watchedId), [headStart, watchedId])
  useEffect(standBy, [standBy])
  useEffect(() => () => headStart?.standBy(null), [headStart])

  const onNear = useCallback(
    (hearingId: string) => {
      near.current = hearingId
      shelf.want(hearingId)
      standBy()
    },
    [shelf, standBy],
  )
  const onChoose = useCallback(
    (hearingId: string) => {
      if (preferredPath() === 'hls') return null
      return headStart?.begin(hearingId, shelf.ready(hearingId)) ?? null
    },
    [shelf, headStart],
  )
  return { onNear, onChoose }
}
