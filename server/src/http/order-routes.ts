import type { ChoicesOf } from '../access/audience-choices.ts'
import type { Courts } from '../hearings/courts.ts'
import type { Desk } from '../hearings/desk.ts'
import type { Hearing, Hearings } from '../hearings/hearings.ts'
import type { OnAir } from '../hearings/on-air.ts'
import type { Orders } from '../hearings/orders.ts'
import type { Schedule } from '../hearings/schedule.ts'
import { standingOf } from '../hearings/standings.ts'
import type { AudienceChoices } from '../protocol/accreditation.ts'
import { rescheduleRequest, scheduleRequest } from '../protocol/desk.ts'
import { DomainError } from '../protocol/errors.ts'
import { orderRequest } from '../protocol/hearing-state.ts'
import type { Role, RoleGrant } from '../protocol/identifiers.ts'
import { pathId } from './path-parameter.ts'
import { placeAsked } from './place-asked.ts'
import type { Routes } from './routes.ts'

export interface OrderRoutesOptions {
  hearings: Hearings
  courts: Courts
  orders: Orders
  onAir: Pick<OnAir, 'hearing'>
  schedule: Schedule
  desk: Desk
  audienceChoices: ChoicesOf
}

/** What somebody is to one court. */
const rolesIn = (grants: readonly RoleGrant[], court: string): Role[] =>
  grants.filter(({ courtId }) => courtId === null || courtId === court).map(({ role }) => role)

/** Planning hearings, and giving orders to them. */
export function addOrderRoutes(routes: Routes, options: OrderRoutesOptions): void {
  const { hearings, courts, orders, onAir, schedule, desk, audienceChoices } = options

  const found = async (hearingId: string): Promise<Hearing> => {
    const hearing = await hearings.find(hearingId)
    if (hearing === undefined) throw new DomainError('refused', 'no such hearing')
    return hearing
  }

  routes.addStaff(
    'get',
    '/api/courts/:courtId/hearings',
    { permission: 'court.see', of: 'court' },
    async (request, response, { courtId }) => {
      const before = placeAsked(request)
      response.json(await (before === null ? desk.hearings(courtId) : desk.earlier(courtId, before)))
    },
  )

  routes.addStaff(
    'post',
    '/api/courts/:courtId/hearings',
    { permission: 'hearings.schedule', of: 'court' },
    async (request, response, { courtId, personId }) => {
      const wanted = scheduleRequest.parse(request.body)
      response.status(201).json(await desk.hearing(await schedule.plan(courtId, wanted, personId)))
    },
  )

  routes.addStaff(
    'get',
    '/api/courts/:courtId/audience-choices',
    { permission: 'hearings.schedule', of: 'court' },
    async (_request, response, { courtId }) => {
      response.json((await audienceChoices(courtId)) satisfies AudienceChoices)
    },
  )

  routes.addStaff(
    'patch',
    '/api/hearings/:hearingId',
    { permission: 'hearings.schedule', of: 'hearing' },
    async (request, response, { personId }) => {
      const wanted = rescheduleRequest.parse(request.body)
      const hearing = await schedule.change(pathId(request, 'hearingId'), wanted, personId)
      response.json(await desk.hearing(hearing))
    },
  )

  routes.addStaff(
    'get',
    '/api/hearings/:hearingId/desk',
    { permission: 'court.see', of: 'hearing' },
    async (request, response, { grants, courtId }) => {
      const hearing = await found(pathId(request, 'hearingId'))
      response.json(await desk.answer(hearing, rolesIn(grants, courtId)))
    },
  )

  routes.addStaff(
    'post',
    '/api/hearings/:hearingId/orders',
    { permission: 'hearings.order', of: 'hearing', orLastKnown: true },
    async (request, response, { grants, courtId, personId, device, asLastKnown }) => {
      const hearingId = pathId(request, 'hearingId')
      // The button on a bench orders about what is heard in front of it; without a button that role is good for nothing.
      const isBench = device !== null
      const courtroomId = isBench ? (onAir.hearing(hearingId) ?? (await found(hearingId))).courtroomId : null
      const roles = rolesIn(grants, courtId).filter(
        (role) => role !== 'bench' || (isBench && device.courtroomId === courtroomId),
      )
      if (roles.length === 0) throw new DomainError('refused', 'a bench of another courtroom')
      const { order, version, groundId } = orderRequest.parse(request.body)
      if (asLastKnown === true && order !== 'close')
        throw new DomainError('store_unavailable', 'who may give this order must be asked')
      const hearing = await orders.give({
        hearingId,
        kind: order,
        version,
        groundId: groundId ?? null,
        unasked: asLastKnown === true,
        by: { id: personId, roles },
      })
      response.json(await standingOf(hearing, courts))
    },
  )
}
