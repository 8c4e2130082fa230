import type { SourceSettings } from '../ingest/source.ts'
import { createTurns } from '../turns.ts'
import type { Courtrooms } from './courtrooms.ts'
import type { Courts } from './courts.ts'
import type { StoredSource } from './stored-source.ts'

export interface FollowCourtroomOptions {
  courts: Pick<Courts, 'courtroom'>
  courtrooms: Pick<Courtrooms, 'open' | 'close'>
  sourceOf: (stored: StoredSource) => SourceSettings
  onOpened: (courtroomId: string) => void
  /** Its feed is about to end, if it has one. */
  onClosing: (courtroomId: string) => void
}

/**
 * Has a courtroom's feed be as the store has the courtroom by then: started, given its source, or ended, where it was removed or
 * retired. In turn, so that the store has the last word whoever else changes the courtroom at the same time.
 */
export function createFollowCourtroom(
  options: FollowCourtroomOptions,
): (courtroomId: string) => Promise<void> {
  const { courts, courtrooms, sourceOf, onOpened, onClosing } = options
  const turns = createTurns()
  const follow = async (courtroomId: string): Promise<void> => {
    const courtroom = await courts.courtroom(courtroomId)
    if (courtroom?.retiredMs === null) {
      await courtrooms.open({ id: courtroomId, source: sourceOf(courtroom.source) })
      onOpened(courtroomId)
    } else {
      onClosing(courtroomId)
      await courtrooms.close(courtroomId)
    }
  }
  return (courtroomId) => turns.take(courtroomId, () => follow(courtroomId), null)
}
