import { screensAnswer, screenSummary, type ScreenSummary } from '@press-gallery/server/protocol/screens'
import type { ScreenSettings } from '@press-gallery/server/protocol/screens'
import type { Requests } from '../api/requests.ts'
import { courtPath } from '../desk/desk-api.ts'

export interface Pairing {
  code: string
  name: string
  /** Of a bench. */
  courtroomId: string | null
}

export interface ChangeOfScreen {
  name?: string
  settings?: Partial<ScreenSettings>
}

/** A court's displays and benches. All reject as `Requests` does. */
export interface ScreensApi {
  list(courtId: string): Promise<ScreenSummary[]>
  pair(courtId: string, pairing: Pairing): Promise<ScreenSummary>
  change(screenId: string, change: ChangeOfScreen): Promise<ScreenSummary>
  blink(screenId: string): Promise<void>
  remove(screenId: string): Promise<void>
}

const quickMs = 4000
const screenPath = (id: string): string => `/api/screens/${encodeURIComponent(id)}`

export function createScreensApi({ ask, send }: Requests): ScreensApi {
  return {
    list: async (courtId) =>
      (await ask(screensAnswer, 'GET', `${courtPath(courtId)}/screens`, undefined, quickMs)).screens,
    pair: (courtId, pairing) => ask(screenSummary, 'POST', `${courtPath(courtId)}/screens`, pairing),
    change: (screenId, change) => ask(screenSummary, 'PATCH', screenPath(screenId), change),
    blink: async (screenId) => {
      await send('POST', `${screenPath(screenId)}/blink`)
    },
    remove: async (screenId) => {
      await send('DELETE', screenPath(screenId))
    },
  }
}
