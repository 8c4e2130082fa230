import type { HearingSummary } from '@press-gallery/server/protocol/api'
import { useEffect, useState } from 'react'
import { ApiError } from '../api/api-error.ts'
import { askAgain } from '../api/ask-again.ts'
import type { Api } from '../api/client.ts'
import type { ServerClock } from '../api/server-clock.ts'

export interface HearingsView {
  /** Null until the first answer. */
  hearings: HearingSummary[] | null
  /** Where the page of earlier ones begins; null: there are none, or nothing was answered yet. */
  earlier: string | null
  /** The last question failed: what is shown may be out of date. */
  stale: boolean
  /** When the list was had by the server's clock, ms since the epoch: the day that it is grouped by. */
  atMs: number
}

/** The hearings open to the person, kept up to date while the page is visible. */
export function useHearings(api: Api, clock: ServerClock, sessionEnded: () => void): HearingsView {
  const [view, setView] = useState<HearingsView>({
    hearings: null,
    earlier: null,
    stale: false,
    atMs: 0,
  })
  useEffect(
    () =>
      askAgain({
        ask: () => api.hearings(),
        everyMs: 3000,
        maxEveryMs: 15_000,
        onAnswer: (answer) => setView({ ...answer, stale: false, atMs: Date.now() + clock.offsetMs() }),
        onFailure: (error) => {
          if (error instanceof ApiError && error.code === 'not_signed_in') {
            sessionEnded()
            return false
          }
          setView((last) => ({ ...last, stale: true }))
          return true
        },
      }),
    [api, clock, sessionEnded],
  )
  return view
}
