import {
  audienceChoices,
  ejectionsAnswer,
  type AudienceChoices,
  type Ejection,
} from '@press-gallery/server/protocol/accreditation'
import {
  attendanceView,
  type AttendanceView,
  type EjectionReason,
} from '@press-gallery/server/protocol/attendance'
import {
  courtAnswer,
  courtsAnswer,
  deskAnswer,
  deskHearing,
  deskHearingsAnswer,
  type CourtAnswer,
  type DeskAnswer,
  type DeskHearing,
  type DeskHearingsAnswer,
} from '@press-gallery/server/protocol/desk'
import { standing, type OrderRequest, type Standing } from '@press-gallery/server/protocol/hearing-state'
import { peopleAnswer, type PersonSummary } from '@press-gallery/server/protocol/people'
import type { z } from 'zod'
import type { Requests } from '../api/requests.ts'

export type CourtSummary = z.infer<typeof courtsAnswer>['courts'][number]

/** What `rescheduleRequest` and `scheduleRequest` have in common: every fact of a hearing, as the form gives it. */
export type HearingFacts = Omit<
  DeskHearing,
  'id' | 'courtId' | 'courtroom' | 'standing' | 'feed' | 'recording'
>

/** The calls of the desk's hearing pages. All reject as `Requests` does. */
export interface DeskApi {
  courts(): Promise<CourtSummary[]>
  court(courtId: string): Promise<CourtAnswer>
  /** Those that are not over, or were over lately, and where the page of earlier ones begins. */
  hearings(courtId: string): Promise<DeskHearingsAnswer>
  /** A page of those that were over before a place. */
  earlierHearings(courtId: string, before: string): Promise<DeskHearingsAnswer>
  schedule(courtId: string, facts: HearingFacts): Promise<DeskHearing>
  change(hearingId: string, facts: Partial<HearingFacts>): Promise<DeskHearing>
  desk(hearingId: string): Promise<DeskAnswer>
  attendance(hearingId: string): Promise<AttendanceView>
  order(hearingId: string, request: OrderRequest): Promise<Standing>
  /** Whom a hearing of the court can be opened to. */
  audienceChoices(courtId: string): Promise<AudienceChoices>
  journalists(courtId: string): Promise<PersonSummary[]>
  eject(hearingId: string, personId: string, reason: EjectionReason): Promise<void>
  /** Who is put out of the hearing, the latest first. */
  ejections(hearingId: string): Promise<Ejection[]>
  letIn(hearingId: string, personId: string): Promise<void>
}

/** What is asked again and again must not wait long for an answer that is lost, ms. */
const quickMs = 4000

/** The beginnings of addresses. */
export const courtPath = (id: string): string => `/api/courts/${encodeURIComponent(id)}`
export const hearingPath = (id: string): string => `/api/hearings/${encodeURIComponent(id)}`

export function createDeskApi({ ask, send }: Requests): DeskApi {
  return {
    courts: async () => (await ask(courtsAnswer, 'GET', '/api/courts')).courts,
    court: (courtId) => ask(courtAnswer, 'GET', courtPath(courtId)),
    hearings: (courtId) =>
      ask(deskHearingsAnswer, 'GET', `${courtPath(courtId)}/hearings`, undefined, quickMs),
    earlierHearings: (courtId, before) =>
      ask(deskHearingsAnswer, 'GET', `${courtPath(courtId)}/hearings?before=${before}`),
    schedule: (courtId, facts) => ask(deskHearing, 'POST', `${courtPath(courtId)}/hearings`, facts),
    change: (hearingId, facts) => ask(deskHearing, 'PATCH', hearingPath(hearingId), facts),
    desk: (hearingId) => ask(deskAnswer, 'GET', `${hearingPath(hearingId)}/desk`, undefined, quickMs),
    attendance: (hearingId) =>
      ask(attendanceView, 'GET', `${hearingPath(hearingId)}/attendance`, undefined, quickMs),
    order: (hearingId, request) =>
      ask(standing, 'POST', `${hearingPath(hearingId)}/orders`, request, quickMs),
    audienceChoices: (courtId) => ask(audienceChoices, 'GET', `${courtPath(courtId)}/audience-choices`),
    journalists: async (courtId) =>
      (await ask(peopleAnswer, 'GET', `${courtPath(courtId)}/journalists`)).people,
    eject: async (hearingId, personId, reason) => {
      await send('POST', `${hearingPath(hearingId)}/ejections`, { personId, reason })
    },
    ejections: async (hearingId) => {
      const path = `${hearingPath(hearingId)}/ejections`
      return (await ask(ejectionsAnswer, 'GET', path, undefined, quickMs)).ejections
    },
    letIn: async (hearingId, personId) => {
      await send('DELETE', `${hearingPath(hearingId)}/ejections/${encodeURIComponent(personId)}`)
    },
  }
}
