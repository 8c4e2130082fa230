import type { HearingSummary } from '@press-gallery/server/protocol/api'
import { useCallback, useEffect } from 'react'
import type { TokenShelf } from '../api/token-shelf.ts'
import { preferredPath } from './preferences.ts'
import type { WebRtcSupport } from './use-web-rtc.ts'

export interface HeadStartOptions {
  shelf: TokenShelf
  webRtc: WebRtcSupport
  /** The hearings that can be chosen now; null where there is no list. */
  listed: readonly HearingSummary[] | null
  /** The hearing whose page is shown. */
  watchedId: string | null
}

/** Has tokens ready while there is a list, and begins to join in the click itself. */
export function useHeadStart({ shelf, webRtc, listed, watchedId }: HeadStartOptions): {
  onNear: (hearingId: string) => void
  /** What it answers is worth waiting for, a moment, before the watch page is made. */
  onChoose: (hearingId: string) => Promise<void> | null
} {
  const prepared = webRtc.kind === 'loaded' ? webRtc.prepared : null

  useEffect(() => {
    if (listed !== null) shelf.stock(listed.filter(({ state }) => state === 'live').map(({ id }) => id))
  }, [shelf, listed])
  // The page's own effects come first: what it wants of it, it has adopted by now.
  useEffect(() => prepared?.headStart.keepFor(watchedId), [prepared, watchedId])

  const onNear = useCallback((hearingId: string) => shelf.want(hearingId), [shelf])
  const onChoose = useCallback(
    (hearingId: string) => {
      const token = shelf.ready(hearingId)
      if (token === null || preferredPath() === 'hls') return null
      return prepared?.headStart.begin(hearingId, token) ?? null
    },
    [shelf, prepared],
  )
  return { onNear, onChoose }
}
