import type { PreviewAnswer } from '@press-gallery/server/protocol/workplaces'
import { useEffect, useState } from 'react'
import { ApiError, isFinal } from '../api/api-error.ts'
import { askAgain } from '../api/ask-again.ts'
import type { ConsoleApi } from './console-api.ts'

export interface StillPreview {
  /** The last answer; null before the first, and while nothing is asked. */
  value: PreviewAnswer | null
  /** When it came, by `performance.now()`. */
  heardMs: number
  /** What the last question failed with; null: it was answered. */
  error: unknown
}

const everyMs = 1000
const none: StillPreview = { value: null, heardMs: 0, error: null }

/**
 * What a courtroom's camera gives, as still pictures and levels of sound, a new answer each second while `on`; a picture that is
 * here already is kept, and not sent again. What is withheld, gone, or not asked for any more is not kept here either.
 */
export function usePreview(api: ConsoleApi, courtroomId: string, on: boolean): StillPreview {
  const [state, setState] = useState(none)
  useEffect(() => {
    if (!on) return undefined
    let last: PreviewAnswer['picture'] = null
    const end = askAgain({
      ask: () => api.preview(courtroomId, last?.takenMs ?? null),
      everyMs,
      maxEveryMs: 5000,
      onAnswer(answer) {
        const { picture } = answer
        const isKnown = picture !== null && picture.jpeg === null && last?.takenMs === picture.takenMs
        if (!isKnown) last = picture
        setState({ value: { ...answer, picture: last }, heardMs: performance.now(), error: null })
      },
      onFailure(error) {
        last = null
        setState({ value: null, heardMs: 0, error })
        return !(error instanceof ApiError && isFinal(error.code))
      },
    })
    return () => {
      end()
      setState(none)
    }
  }, [api, courtroomId, on])
  return state
}
