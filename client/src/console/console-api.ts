import type { courtroomChange } from '@press-gallery/server/protocol/desk'
import {
  consoleAnswer,
  previewAnswer,
  sourceTestAnswer,
  type ConsoleAnswer,
  type PreviewAnswer,
  type sourceTestRequest,
  type SourceTestAnswer,
} from '@press-gallery/server/protocol/workplaces'
import type { z } from 'zod'
import type { Requests } from '../api/requests.ts'

/** What the console asks besides what the desk does. All reject as `Requests` does. */
export interface ConsoleApi {
  /** `seenMs`: the picture there is already, which is not sent again. */
  preview(courtroomId: string, seenMs: number | null): Promise<PreviewAnswer>
  /** All courtrooms of a court. */
  court(courtId: string): Promise<ConsoleAnswer>
  testSource(courtId: string, request: z.input<typeof sourceTestRequest>): Promise<SourceTestAnswer>
  changeCourtroom(courtroomId: string, change: z.input<typeof courtroomChange>): Promise<void>
}

/** What is asked again and again must not wait long for an answer that is lost, ms. */
const quickMs = 4000
/** A test may take 5 s on the server. */
const testMs = 8000

const courtroomPath = (id: string): string => `/api/courtrooms/${encodeURIComponent(id)}`

export function createConsoleApi({ ask, send }: Requests): ConsoleApi {
  return {
    preview(courtroomId, seenMs) {
      const query = seenMs === null ? '' : `?seen=${seenMs}`
      return ask(previewAnswer, 'GET', `${courtroomPath(courtroomId)}/preview${query}`, undefined, quickMs)
    },
    court: (courtId) =>
      ask(consoleAnswer, 'GET', `/api/courts/${encodeURIComponent(courtId)}/console`, undefined, quickMs),
    testSource: (courtId, request) =>
      ask(
        sourceTestAnswer,
        'POST',
        `/api/courts/${encodeURIComponent(courtId)}/source-tests`,
        request,
        testMs,
      ),
    async changeCourtroom(courtroomId, change) {
      await send('PATCH', courtroomPath(courtroomId), change)
    },
  }
}
