import type { PreviewAnswer } from '@press-gallery/server/protocol/workplaces'
import { useCallback, useRef } from 'react'
import { usePolled, type Polled } from '../desk/use-polled.ts'
import type { ConsoleApi } from './console-api.ts'

const everyMs = 1000

/** What a courtroom's camera gives, a new answer each second; a picture that is here already is kept, and not sent again. */
export function usePreview(api: ConsoleApi, courtroomId: string): Polled<PreviewAnswer> {
  const last = useRef<PreviewAnswer['picture']>(null)
  const ask = useCallback(async (): Promise<PreviewAnswer> => {
    const answer = await api.preview(courtroomId, last.current?.takenMs ?? null)
    const { picture } = answer
    const known = last.current
    if (picture !== null && picture.jpeg === null && known?.takenMs === picture.takenMs)
      return { ...answer, picture: known }
    // What is withheld, or gone, is not kept here either.
    last.current = picture
    return answer
  }, [api, courtroomId])
  return usePolled(ask, everyMs)
}
