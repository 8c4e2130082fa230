import type { AccreditationsAnswer } from '../protocol/accreditation.ts'
import {
  accreditationDecisionRequest,
  accreditationFilter,
  accreditationGrantRequest,
  accreditationRequest,
  ejectionRequest,
  outletRequest,
} from '../protocol/accreditation.ts'
import { accreditationsOf, accreditationsOfPerson } from '../access/accreditation-views.ts'
import type { Accreditations } from '../access/accreditations.ts'
import type { Ejections } from '../access/ejections.ts'
import type { Outlets } from '../access/outlets.ts'
import { DomainError } from '../protocol/errors.ts'
import type { Database } from '../store/open-store.ts'
import { pathId, pathText } from './path-parameter.ts'
import { addCalendarRoutes, type CalendarRoutesOptions } from './calendar-routes.ts'
import { addPoolRoutes, type PoolRoutesOptions } from './pool-routes.ts'
import type { Routes } from './routes.ts'
import { addUndertakingRoutes, type UndertakingRoutesOptions } from './undertaking-routes.ts'

export interface AccreditationRoutesOptions
  extends PoolRoutesOptions, UndertakingRoutesOptions, CalendarRoutesOptions {
  database: Database
  accreditations: Accreditations
  outlets: Outlets
  ejections: Ejections
}

const decider = { permission: 'accreditations.decide', of: 'court' } as const
const placer = { permission: 'journalists.manage', of: 'court' } as const
const ejector = { permission: 'hearings.eject', of: 'hearing' } as const

/** Accreditation and all that hangs on it: outlets, pools, the undertaking, ejection, the calendar. */
export function addAccreditationRoutes(routes: Routes, options: AccreditationRoutesOptions): void {
  addRequests(routes, options)
  addDecisions(routes, options)
  addOutlets(routes, options)
  addEjections(routes, options)
  addPoolRoutes(routes, options)
  addUndertakingRoutes(routes, options)
  addCalendarRoutes(routes, options)
}

function addRequests(routes: Routes, { database, accreditations }: AccreditationRoutesOptions): void {
  routes.add(
    'post',
    '/api/hearings/:hearingId/accreditation-requests',
    'session',
    async (request, response, person) => {
      const asked = accreditationRequest.parse(request.body)
      const id = await accreditations.request(person, pathId(request, 'hearingId'), asked)
      const own = await accreditationsOfPerson(database, person.personId)
      response.status(201).json(own.find((one) => one.id === id))
    },
  )

  routes.add('get', '/api/account/accreditations', 'session', async (_request, response, { personId }) => {
    response.json({ accreditations: await accreditationsOfPerson(database, personId) })
  })
}

function addDecisions(routes: Routes, { database, accreditations }: AccreditationRoutesOptions): void {
  routes.addStaff(
    'get',
    '/api/courts/:courtId/accreditations/:state',
    decider,
    async (request, response, { courtId }) => {
      const filter = accreditationFilter.safeParse(pathText(request, 'state'))
      if (!filter.success) throw new DomainError('not_found', 'no such list')
      const answer = await accreditationsOf(database, { courtId, filter: filter.data })
      response.json(answer satisfies AccreditationsAnswer)
    },
  )

  routes.addStaff(
    'get',
    '/api/hearings/:hearingId/accreditations',
    { permission: 'accreditations.decide', of: 'hearing' },
    async (request, response) => {
      const answer = await accreditationsOf(database, { hearingId: pathId(request, 'hearingId') })
      response.json(answer satisfies AccreditationsAnswer)
    },
  )

  routes.addStaff(
    'post',
    '/api/courts/:courtId/accreditations',
    decider,
    async (request, response, { courtId, personId }) => {
      const asked = accreditationGrantRequest.parse(request.body)
      response.status(201).json(await accreditations.grant(courtId, asked, personId))
    },
  )

  routes.addStaff(
    'post',
    '/api/courts/:courtId/accreditations/:accreditationId/decision',
    decider,
    async (request, response, { courtId, personId }) => {
      const decision = accreditationDecisionRequest.parse(request.body)
      const id = pathId(request, 'accreditationId')
      response.json(await accreditations.decide(courtId, id, decision, personId))
    },
  )
}

function addOutlets(routes: Routes, { outlets }: AccreditationRoutesOptions): void {
  const base = '/api/courts/:courtId/outlets'
  const one = `${base}/:outletId`
  const journalist = `${one}/journalists/:personId`

  routes.addStaff('get', base, placer, async (_request, response, { courtId }) => {
    response.json({ outlets: await outlets.list(courtId) })
  })
  routes.addStaff('post', base, placer, async (request, response, { courtId, personId }) => {
    const { name } = outletRequest.parse(request.body)
    response.status(201).json(await outlets.create(courtId, name, personId))
  })
  routes.addStaff('put', one, placer, async (request, response, { courtId, personId }) => {
    const { name } = outletRequest.parse(request.body)
    response.json(await outlets.rename(courtId, pathId(request, 'outletId'), name, personId))
  })
  routes.addStaff('delete', one, placer, async (request, response, { courtId, personId }) => {
    await outlets.remove(courtId, pathId(request, 'outletId'), personId)
    response.status(204).end()
  })
  routes.addStaff('put', journalist, placer, async (request, response, { courtId, personId }) => {
    await outlets.place(courtId, pathId(request, 'outletId'), pathId(request, 'personId'), personId)
    response.status(204).end()
  })
  routes.addStaff('delete', journalist, placer, async (request, response, { courtId, personId }) => {
    await outlets.takeOut(courtId, pathId(request, 'outletId'), pathId(request, 'personId'), personId)
    response.status(204).end()
  })
}

function addEjections(routes: Routes, { ejections }: AccreditationRoutesOptions): void {
  const base = '/api/hearings/:hearingId/ejections'

  routes.addStaff('get', base, ejector, async (request, response) => {
    response.json({ ejections: await ejections.list(pathId(request, 'hearingId')) })
  })
  routes.addStaff('post', base, ejector, async (request, response, { courtId, personId }) => {
    const out = ejectionRequest.parse(request.body)
    await ejections.eject({ id: pathId(request, 'hearingId'), courtId }, out, personId)
    response.status(204).end()
  })
  routes.addStaff(
    'delete',
    `${base}/:personId`,
    ejector,
    async (request, response, { courtId, personId }) => {
      const hearing = { id: pathId(request, 'hearingId'), courtId }
      await ejections.letIn(hearing, pathId(request, 'personId'), personId)
      response.status(204).end()
    },
  )
}
