import type { PeopleOffice } from '../access/people-office.ts'
import {
  journalistChangeRequest,
  journalistInviteRequest,
  personChangeRequest,
  personInviteRequest,
  resetLinkRequest,
  type InvitedAnswer,
  type MadeLink,
  type PeopleAnswer,
  type PersonSummary,
} from '../protocol/people.ts'
import type { CookieSettings } from './cookies.ts'
import { pathId } from './path-parameter.ts'
import type { Routes } from './routes.ts'
import { originOf } from './session-cookies.ts'

export interface PeopleRoutesOptions {
  peopleOffice: PeopleOffice
  cookies: CookieSettings
}

/** People of a court, by its administrators; its journalists, by the press officers too. */
export function addPeopleRoutes(routes: Routes, { peopleOffice, cookies }: PeopleRoutesOptions): void {
  const peopleOfCourt = { permission: 'people.manage', of: 'court' } as const
  const person = { permission: 'people.manage', of: 'person' } as const
  const journalistsOfCourt = { permission: 'journalists.manage', of: 'court' } as const

  routes.addStaff(
    'get',
    '/api/courts/:courtId/people',
    peopleOfCourt,
    async (_request, response, officer) => {
      response.json({ people: await peopleOffice.list(officer, officer.courtId) } satisfies PeopleAnswer)
    },
  )

  routes.addStaff(
    'post',
    '/api/courts/:courtId/people',
    peopleOfCourt,
    async (request, response, officer) => {
      const body = personInviteRequest.parse(request.body)
      const invited = await peopleOffice.invite(officer, body, originOf(request, cookies))
      response.json(invited satisfies InvitedAnswer)
    },
  )

  routes.addStaff('patch', '/api/people/:personId', person, async (request, response, officer) => {
    const body = personChangeRequest.parse(request.body)
    const changed = await peopleOffice.change(officer, pathId(request, 'personId'), body)
    response.json(changed satisfies PersonSummary)
  })

  routes.addStaff('delete', '/api/people/:personId', person, async (request, response, officer) => {
    await peopleOffice.remove(officer, pathId(request, 'personId'))
    response.status(204).end()
  })

  routes.addStaff('post', '/api/people/:personId/reset-link', person, async (request, response, officer) => {
    const wishes = resetLinkRequest.parse(request.body)
    const personId = pathId(request, 'personId')
    const link = await peopleOffice.makeLink(officer, personId, wishes, originOf(request, cookies))
    response.json(link satisfies MadeLink)
  })

  routes.addStaff(
    'get',
    '/api/courts/:courtId/journalists',
    journalistsOfCourt,
    async (_request, response, officer) => {
      const people = await peopleOffice.listJournalists(officer, officer.courtId)
      response.json({ people } satisfies PeopleAnswer)
    },
  )

  routes.addStaff(
    'post',
    '/api/courts/:courtId/journalists',
    journalistsOfCourt,
    async (request, response, officer) => {
      const body = journalistInviteRequest.parse(request.body)
      const origin = originOf(request, cookies)
      const invited = await peopleOffice.inviteJournalist(officer, officer.courtId, body, origin)
      response.json(invited satisfies InvitedAnswer)
    },
  )

  routes.addStaff(
    'patch',
    '/api/courts/:courtId/journalists/:journalistId',
    journalistsOfCourt,
    async (request, response, officer) => {
      const body = journalistChangeRequest.parse(request.body)
      const journalistId = pathId(request, 'journalistId')
      const changed = await peopleOffice.changeJournalist(officer, officer.courtId, journalistId, body)
      response.json(changed satisfies PersonSummary)
    },
  )

  routes.addStaff(
    'delete',
    '/api/courts/:courtId/journalists/:journalistId',
    journalistsOfCourt,
    async (request, response, officer) => {
      const journalistId = pathId(request, 'journalistId')
      await peopleOffice.removeJournalist(officer, officer.courtId, journalistId)
      response.status(204).end()
    },
  )

  routes.addStaff(
    'post',
    '/api/courts/:courtId/journalists/:journalistId/reset-link',
    journalistsOfCourt,
    async (request, response, officer) => {
      const wishes = resetLinkRequest.parse(request.body)
      const journalistId = pathId(request, 'journalistId')
      const origin = originOf(request, cookies)
      const link = await peopleOffice.makeJournalistLink(
        officer,
        officer.courtId,
        journalistId,
        wishes,
        origin,
      )
      response.json(link satisfies MadeLink)
    },
  )
}
