import type { Undertakings } from '../access/undertakings.ts'
import {
  undertakingAcceptRequest,
  undertakingChangeRequest,
  type UndertakingAnswer,
} from '../protocol/accreditation.ts'
import { pathId } from './path-parameter.ts'
import type { Routes } from './routes.ts'

export interface UndertakingRoutesOptions {
  undertakings: Undertakings
}

export function addUndertakingRoutes(routes: Routes, { undertakings }: UndertakingRoutesOptions): void {
  const ofHearing = '/api/hearings/:hearingId/undertaking'
  const ofCourt = '/api/courts/:courtId/undertaking'

  routes.add('get', ofHearing, 'session', async (request, response, { personId }) => {
    const answer = await undertakings.ofHearing(personId, pathId(request, 'hearingId'))
    response.json(answer satisfies UndertakingAnswer)
  })

  routes.add('post', ofHearing, 'session', async (request, response, { personId }) => {
    const { version } = undertakingAcceptRequest.parse(request.body)
    await undertakings.accept(personId, pathId(request, 'hearingId'), version)
    response.status(204).end()
  })

  routes.addStaff(
    'get',
    ofCourt,
    { permission: 'court.see', of: 'court' },
    async (_request, response, { courtId }) => {
      response.json({ undertaking: await undertakings.current(courtId) })
    },
  )

  routes.addStaff(
    'put',
    ofCourt,
    { permission: 'court.manage', of: 'court' },
    async (request, response, { courtId, personId }) => {
      const { words } = undertakingChangeRequest.parse(request.body)
      response.json(await undertakings.change(courtId, words, personId))
    },
  )
}
