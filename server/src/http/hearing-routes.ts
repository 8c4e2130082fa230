import type { HearingTokens } from '../access/hearing-token.ts'
import type { KeyRing } from '../access/key-ring.ts'
import type { Rights, SignedIn } from '../access/rights.ts'
import type { Courts } from '../hearings/courts.ts'
import { noFeed } from '../hearings/desk.ts'
import type { Explanations } from '../hearings/explanations.ts'
import type { Hearing, Hearings } from '../hearings/hearings.ts'
import { standingOf } from '../hearings/standings.ts'
import type { HearingSummary, RecordingState, TokenAnswer } from '../protocol/api.ts'
import { DomainError } from '../protocol/errors.ts'
import type { FeedStatus } from '../protocol/feed.ts'
import { cookieNames, hlsPath, setCookie, type CookieSettings } from './cookies.ts'
import { pathId } from './path-parameter.ts'
import type { Routes } from './routes.ts'
import { renewDeviceCookie } from './session-cookies.ts'

/** How the hearings that somebody may know of stand with them; a hearing that is not in it is not theirs to know of. */
export type ListFor = (
  person: SignedIn,
) => Promise<ReadonlyMap<string, Pick<HearingSummary, 'mayWatch' | 'request'>>>

export interface HearingRoutesOptions {
  hearings: Hearings
  courts: Courts
  rights: Rights
  listFor: ListFor
  explanations: Pick<Explanations, 'published'>
  /** Whether the court's undertaking must be accepted before this person watches. */
  undertakingNeeded: (personId: string, courtId: string) => Promise<boolean>
  feedStatus: (courtroomId: string) => FeedStatus | undefined
  recordingState: (hearingId: string) => RecordingState
  tokens: HearingTokens
  keys: KeyRing
  cookies: CookieSettings
  nowMs: () => number
}

/** What is over for longer, and explained for longer, stands in the archive, not in the list, ms. */
const listedAfterEndMs = 3 * 24 * 3_600_000

export function addHearingRoutes(routes: Routes, options: HearingRoutesOptions): void {
  const { hearings, courts, rights, tokens, keys, cookies, nowMs } = options

  routes.add('get', '/.well-known/jwks.json', 'public', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=60').json(keys.jwks())
  })

  routes.add('get', '/api/hearings', 'session', async (_request, response, signedIn) => {
    response.json({ hearings: await listed(options, signedIn) })
  })

  const path = '/api/hearings/:hearingId/token'
  routes.add('post', path, 'session_or_device', async (request, response, signedIn) => {
    const { personId, sessionId } = signedIn
    const hearingId = pathId(request, 'hearingId')
    const role = await rights.watchingAs(personId, hearingId)
    const hearing = role === null ? undefined : await hearings.find(hearingId)
    if (role === null || hearing === undefined) throw new DomainError('refused', 'no right to such a hearing')
    if (hearing.state === 'cancelled' || hearing.state === 'sealed')
      throw new DomainError('not_on_air', `it is ${hearing.state}`)
    if (role === 'journalist' && (await options.undertakingNeeded(personId, hearing.courtId)))
      throw new DomainError('undertaking_needed', 'the undertaking is not accepted yet')
    const { token, expiresAtMs } = tokens.issue(hearingId, personId, role, sessionId)
    setCookie(response, cookieNames.hls, token, {
      ...cookies,
      path: hlsPath(hearingId),
      sameSite: 'strict',
      endsAtMs: expiresAtMs,
      nowMs: nowMs(),
    })
    renewDeviceCookie(request, response, signedIn, { ...cookies, nowMs: nowMs() })
    response.json({ token, expiresAt: new Date(expiresAtMs).toISOString() } satisfies TokenAnswer)
  })

  routes.add(
    'get',
    '/api/hearings/:hearingId/standing',
    'session_or_device',
    async (request, response, { personId }) => {
      const hearingId = pathId(request, 'hearingId')
      const hearing = await hearings.find(hearingId)
      if (hearing === undefined || (await rights.watchingAs(personId, hearingId)) === null)
        throw new DomainError('refused', 'no right to such a hearing')
      response.json(await standingOf(hearing, courts))
    },
  )
}

async function listed(options: HearingRoutesOptions, signedIn: SignedIn): Promise<HearingSummary[]> {
  const { hearings, courts, listFor, explanations, feedStatus, recordingState, nowMs } = options
  const own = await listFor(signedIn)
  const rooms = new Map((await courts.courtrooms()).map(({ id, name }) => [id, name]))
  const shown = (await hearings.list({ overSinceMs: Math.ceil(nowMs() - listedAfterEndMs) })).filter(
    ({ id }) => own.has(id),
  )
  const explained = await explanations.published(shown.map(({ id }) => id))
  const summary = async (hearing: Hearing): Promise<HearingSummary | null> => {
    const mine = own.get(hearing.id)
    if (mine === undefined) return null
    return {
      id: hearing.id,
      courtId: hearing.courtId,
      title: hearing.title,
      caseNumber: hearing.caseNumber,
      courtroom: rooms.get(hearing.courtroomId) ?? hearing.courtroomId,
      judge: hearing.judge,
      plannedStartMs: hearing.plannedStartMs,
      plannedEndMs: hearing.plannedEndMs,
      languages: [...hearing.languages],
      notes: hearing.notes,
      explanation: explained.get(hearing.id) ?? null,
      standing: await standingOf(hearing, courts),
      ...mine,
      watch: `/watch/${hearing.id}`,
      feed: feedStatus(hearing.courtroomId) ?? noFeed,
      recording: recordingState(hearing.id),
    }
  }
  const summaries = await Promise.all(shown.map(summary))
  return summaries.filter((listedOne) => listedOne !== null)
}
