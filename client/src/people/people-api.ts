import { outletsAnswer, type Outlet } from '@press-gallery/server/protocol/accreditation'
import { courtsAnswer } from '@press-gallery/server/protocol/desk'
import {
  invitedAnswer,
  madeLink,
  peopleAnswer,
  personSummary,
  type personChangeRequest,
  type JournalistChangeRequest,
  type InvitedAnswer,
  type JournalistInviteRequest,
  type MadeLink,
  type PersonInviteRequest,
  type PersonSummary,
} from '@press-gallery/server/protocol/people'
import type { z } from 'zod'
import type { Requests } from '../api/requests.ts'

export type CourtSummary = z.infer<typeof courtsAnswer>['courts'][number]

/** One court's people, to who may manage them all, or its journalists, to press officers. */
export interface PeopleOfCourt {
  list: () => Promise<PersonSummary[]>
  remove: (personId: string) => Promise<void>
  makeLink: (personId: string, removeSecondFactor: boolean) => Promise<MadeLink>
}

/** Every call rejects with `ApiError` or `NetworkError`. */
export interface PeopleApi {
  courts: () => Promise<CourtSummary[]>
  outlets: (courtId: string) => Promise<Outlet[]>
  everybody: (courtId: string) => PeopleOfCourt
  journalists: (courtId: string) => PeopleOfCourt
  invite: (courtId: string, request: PersonInviteRequest) => Promise<InvitedAnswer>
  inviteJournalist: (courtId: string, request: JournalistInviteRequest) => Promise<InvitedAnswer>
  changeJournalist: (
    courtId: string,
    personId: string,
    change: JournalistChangeRequest,
  ) => Promise<PersonSummary>
  /** Only what is named becomes another. */
  change: (personId: string, change: z.input<typeof personChangeRequest>) => Promise<PersonSummary>
}

const peoplePath = (courtId: string): string => `/api/courts/${encodeURIComponent(courtId)}/people`
const journalistsPath = (courtId: string): string => `/api/courts/${encodeURIComponent(courtId)}/journalists`

export function createPeopleApi(requests: Requests): PeopleApi {
  const through = (listPath: string, personPath: (personId: string) => string): PeopleOfCourt => ({
    list: async () => (await requests.ask(peopleAnswer, 'GET', listPath)).people,
    async remove(personId) {
      await requests.send('DELETE', personPath(personId))
    },
    makeLink: (personId, removeSecondFactor) =>
      requests.ask(madeLink, 'POST', `${personPath(personId)}/reset-link`, { removeSecondFactor }),
  })
  return {
    courts: async () => (await requests.ask(courtsAnswer, 'GET', '/api/courts')).courts,
    outlets: async (courtId) =>
      (await requests.ask(outletsAnswer, 'GET', `/api/courts/${encodeURIComponent(courtId)}/outlets`))
        .outlets,
    everybody: (courtId) =>
      through(peoplePath(courtId), (personId) => `/api/people/${encodeURIComponent(personId)}`),
    journalists: (courtId) =>
      through(
        journalistsPath(courtId),
        (personId) => `${journalistsPath(courtId)}/${encodeURIComponent(personId)}`,
      ),
    invite: (courtId, request) => requests.ask(invitedAnswer, 'POST', peoplePath(courtId), request),
    inviteJournalist: (courtId, request) =>
      requests.ask(invitedAnswer, 'POST', journalistsPath(courtId), request),
    changeJournalist: (courtId, personId, change) =>
      requests.ask(
        personSummary,
        'PATCH',
        `${journalistsPath(courtId)}/${encodeURIComponent(personId)}`,
        change,
      ),
    change: (personId, change) =>
      requests.ask(personSummary, 'PATCH', `/api/people/${encodeURIComponent(personId)}`, change),
  }
}
