import { courtsListedFor, type ListedHearing, type ListedHearings } from '../access/listed-hearings.ts'
import type { SignedIn } from '../access/rights.ts'
import type { HearingsAnswer, HearingSummary, RecordingState } from '../protocol/api.ts'
import { earlierPage } from '../protocol/earlier.ts'
import type { FeedStatus } from '../protocol/feed.ts'
import type { Courts } from './courts.ts'
import { noFeed } from './desk.ts'
import { beforeRecent, nextPlaceOf, placeOfHearing, recentSinceMs, textOfPlace } from './earlier.ts'
import type { Explanations } from './explanations.ts'
import type { Hearing, Hearings, Place } from './hearings.ts'
import { standingsOf } from './standings.ts'

type Reader = Pick<SignedIn, 'personId' | 'grants'>

/** The hearings that somebody may know of, and how they stand with them. */
export interface PressList {
  /** What is not over, and what was lately. A few queries, however many hearings there are and were. */
  now(person: Reader): Promise<HearingsAnswer>
  /** A page of what was over before. */
  earlier(person: Reader, before: Place): Promise<HearingsAnswer>
  /** The ids of `now`. */
  idsNow(person: Reader): Promise<string[]>
}

export interface PressListOptions {
  hearings: Pick<Hearings, 'list' | 'over'>
  courts: Pick<Courts, 'everyCourtroom' | 'groundsNamed'>
  /** What each of them may know of: asked of every list, whichever hearings are in it. */
  listed: Pick<ListedHearings, 'listFor'>
  explanations: Pick<Explanations, 'published'>
  /** Undefined before the courtroom's feed is there. */
  feedStatus: (courtroomId: string) => FeedStatus | undefined
  recordingState: (hearingId: string) => RecordingState
  nowMs: () => number
}

/** So many are looked through at a time for those that somebody may know of. */
const lookedThrough = 200

/** What somebody may know of, with how it stands with them. */
interface Own {
  hearing: Hearing
  listed: ListedHearing
}

export function createPressList(options: PressListOptions): PressList {
  const { hearings, courts, listed, explanations, feedStatus, recordingState, nowMs } = options

  const ownOf = async (person: Reader, list: readonly Hearing[]): Promise<Own[]> => {
    const known = await listed.listFor(person, list)
    return list.flatMap((hearing) => {
      const own = known.get(hearing.id)
      return own === undefined ? [] : [{ hearing, listed: own }]
    })
  }
  const recent = async (person: Reader): Promise<Own[]> => {
    const overSinceMs = recentSinceMs(nowMs())
    return ownOf(person, await hearings.list({ courts: courtsListedFor(person.grants), overSinceMs }))
  }
  const before = async (person: Reader, place: Place): Promise<Own[]> => {
    const scope = courtsListedFor(person.grants)
    const found: Own[] = []
    let from = place
    // A hearing that is not theirs to know of takes no place on the page, and no page ends at one.
    while (found.length <= earlierPage) {
      const next = await hearings.over({ courts: scope, before: from, limit: lookedThrough })
      found.push(...(await ownOf(person, next)))
      const last = next.at(-1)
      if (last === undefined || next.length < lookedThrough) break
      from = placeOfHearing(last)
    }
    return found
  }
  const summaries = async (own: readonly Own[]): Promise<HearingSummary[]> => {
    const list = own.map(({ hearing }) => hearing)
    const [rooms, explained, standing] = await Promise.all([
      courts.everyCourtroom(),
      explanations.published(list.map(({ id }) => id)),
      standingsOf(list, courts),
    ])
    const roomNames = new Map(rooms.map(({ id, name }) => [id, name]))
    return own.map(({ hearing, listed: { mayWatch, request } }) => ({
      id: hearing.id,
      courtId: hearing.courtId,
      title: hearing.title,
      caseNumber: hearing.caseNumber,
      courtroom: roomNames.get(hearing.courtroomId) ?? hearing.courtroomId,
      judge: hearing.judge,
      plannedStartMs: hearing.plannedStartMs,
      plannedEndMs: hearing.plannedEndMs,
      languages: [...hearing.languages],
      notes: hearing.notes,
      explanation: explained.get(hearing.id) ?? null,
      standing: standing(hearing),
      mayWatch,
      request,
      watch: `/watch/${hearing.id}`,
      feed: feedStatus(hearing.courtroomId) ?? noFeed,
      recording: recordingState(hearing.id),
    }))
  }

  return {
    async now(person) {
      // Whether there is anything earlier for them would take as long to find out as to look: who asks for it is told.
      const earlier = courtsListedFor(person.grants).length === 0 ? null : textOfPlace(beforeRecent(nowMs()))
      return { hearings: await summaries(await recent(person)), earlier }
    },
    async earlier(person, place) {
      const found = await before(person, place)
      return {
        hearings: await summaries(found.slice(0, earlierPage)),
        earlier: nextPlaceOf(found.map(({ hearing }) => hearing)),
      }
    },
    async idsNow(person) {
      return (await recent(person)).map(({ hearing }) => hearing.id)
    },
  }
}
