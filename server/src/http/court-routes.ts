import { isSealRecipient } from '@press-gallery/recorder/seal/seal'
import { permissions } from '../access/permissions.ts'
import type { SignedIn } from '../access/rights.ts'
import { reaches, scopeOf } from '../access/scope.ts'
import type { CourtRemovals } from '../hearings/court-removals.ts'
import type { Court, Courts } from '../hearings/courts.ts'
import type { Desk } from '../hearings/desk.ts'
import type { Retirements } from '../hearings/retirements.ts'
import { keptLogin } from '../hearings/stored-source.ts'
import {
  courtChange,
  courtRequest,
  courtroomChange,
  courtroomRequest,
  groundsRequest,
  retirementRequest,
  type CourtAnswer,
} from '../protocol/desk.ts'
import { DomainError } from '../protocol/errors.ts'
import { pathId } from './path-parameter.ts'
import type { Routes } from './routes.ts'
import { storedSourceOf } from './source-routes.ts'

export interface CourtRoutesOptions {
  courts: Courts
  courtRemovals: CourtRemovals
  retirements: Retirements
  desk: Desk
  sealingKey: () => Buffer
  /** The courtroom's source has changed, or whether it is in use: its feed is to be as the store has it. */
  followCourtroom: (courtroomId: string) => Promise<void>
  /** The court's public key for closed sessions may be another one. */
  courtChanged: (court: Pick<Court, 'id' | 'sealRecipient'>) => void
}

/** A court as staff see it in a list. */
const view = ({ id, name, names }: Court, { grants }: SignedIn) => ({
  id,
  name,
  names,
  may: permissions.filter((permission) => reaches(scopeOf(grants, permission), id)),
})

/** A court with its particulars. */
export async function courtAnswerOf(
  court: Court,
  staff: SignedIn,
  { courts, desk }: Pick<CourtRoutesOptions, 'courts' | 'desk'>,
): Promise<CourtAnswer> {
  const rooms = await courts.everyCourtroom(court.id)
  return {
    ...view(court, staff),
    contact: court.contact,
    sealRecipient: court.sealRecipient,
    courtrooms: rooms.filter(({ retiredMs }) => retiredMs === null).map((room) => desk.courtroom(room)),
    retired: rooms.flatMap(({ id, name, retiredMs }) =>
      retiredMs === null ? [] : [{ id, name, retiredMs }],
    ),
    grounds: await courts.grounds(court.id),
  }
}

/** Setting up courts: names, courtrooms and cameras, grounds for closing. */
export function addCourtRoutes(routes: Routes, options: CourtRoutesOptions): void {
  const { courts, courtRemovals, retirements, desk, sealingKey, followCourtroom, courtChanged } = options
  const found = async (courtId: string): Promise<Court> => {
    const court = await courts.find(courtId)
    if (court === undefined) throw new DomainError('refused', 'no such court')
    return court
  }

  routes.addStaff(
    'get',
    '/api/courts',
    { permission: 'court.see', of: 'any' },
    async (_request, response, staff) => {
      const seen = (await courts.list()).filter(({ id }) => reaches(staff.scope, id))
      response.json({ courts: seen.map((court) => view(court, staff)) })
    },
  )

  routes.addStaff(
    'post',
    '/api/courts',
    { permission: 'court.manage', of: 'all' },
    async (request, response, staff) => {
      const court = { ...courtRequest.parse(request.body), sealRecipient: null }
      await courts.create(court, staff.personId)
      response.status(201).json(view(court, staff))
    },
  )

  routes.addStaff(
    'get',
    '/api/courts/:courtId',
    { permission: 'court.see', of: 'court' },
    async (_request, response, staff) => {
      response.json(await courtAnswerOf(await found(staff.courtId), staff, options))
    },
  )

  routes.addStaff(
    'patch',
    '/api/courts/:courtId',
    { permission: 'court.manage', of: 'court' },
    async (request, response, { courtId, personId }) => {
      const change = courtChange.parse(request.body)
      // A mistyped key would show only when a session is closed, and nothing is recorded.
      if (typeof change.sealRecipient === 'string' && !isSealRecipient(change.sealRecipient))
        throw new DomainError('bad_request', 'not an age recipient: its checksum is wrong')
      await courts.change(courtId, change, personId)
      const { sealRecipient } = change
      if (sealRecipient !== undefined) courtChanged({ id: courtId, sealRecipient })
      response.status(204).end()
    },
  )

  routes.addStaff(
    'delete',
    '/api/courts/:courtId',
    { permission: 'court.manage', of: 'all' },
    async (request, response, { personId }) => {
      const courtId = pathId(request, 'courtId')
      await courtRemovals.court(courtId, personId)
      courtChanged({ id: courtId, sealRecipient: null })
      response.status(204).end()
    },
  )

  routes.addStaff(
    'post',
    '/api/courts/:courtId/courtrooms',
    { permission: 'court.manage', of: 'court' },
    async (request, response, { courtId, personId }) => {
      const { id, name, source } = courtroomRequest.parse(request.body)
      const courtroom = { id, courtId, name, source: storedSourceOf(source, sealingKey) }
      await courts.addCourtroom(courtroom, personId)
      await followCourtroom(id)
      response.status(201).json(desk.courtroom(courtroom))
    },
  )

  routes.addStaff(
    'patch',
    '/api/courtrooms/:courtroomId',
    { permission: 'sources.manage', of: 'courtroom' },
    async (request, response, { courtId, personId, grants }) => {
      const { name, source, replaces } = courtroomChange.parse(request.body)
      if (name !== undefined && !reaches(scopeOf(grants, 'court.manage'), courtId))
        throw new DomainError('refused', 'may change its source, and not its name')
      const courtroomId = pathId(request, 'courtroomId')
      const before = await courts.courtroom(courtroomId)
      const next =
        source === undefined ? undefined : keptLogin(storedSourceOf(source, sealingKey), before?.source)
      await courts.changeCourtroom(courtroomId, { name, source: next, replaces }, personId)
      if (next !== undefined) await followCourtroom(courtroomId)
      response.status(204).end()
    },
  )

  routes.addStaff(
    'delete',
    '/api/courtrooms/:courtroomId',
    { permission: 'court.manage', of: 'courtroom' },
    async (request, response, { personId }) => {
      const courtroomId = pathId(request, 'courtroomId')
      await courtRemovals.courtroom(courtroomId, personId)
      await followCourtroom(courtroomId)
      response.status(204).end()
    },
  )

  routes.addStaff(
    'post',
    '/api/courtrooms/:courtroomId/retirement',
    { permission: 'court.manage', of: 'courtroom' },
    async (request, response, { personId }) => {
      const courtroomId = pathId(request, 'courtroomId')
      const { retired } = retirementRequest.parse(request.body)
      const isChanged = await retirements[retired ? 'retire' : 'bringBack'](courtroomId, personId)
      // The feed of one that is in use already is left alone.
      if (isChanged || retired) await followCourtroom(courtroomId)
      response.status(204).end()
    },
  )

  routes.addStaff(
    'put',
    '/api/courts/:courtId/grounds',
    { permission: 'court.manage', of: 'court' },
    async (request, response, { courtId, personId }) => {
      await courts.setGrounds(courtId, groundsRequest.parse(request.body).grounds, personId)
      response.status(204).end()
    },
  )
}
