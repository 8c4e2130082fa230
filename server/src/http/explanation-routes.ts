import type { Explanations } from '../hearings/explanations.ts'
import { explanationRequest, publicationRequest, type Explanation } from '../protocol/workplaces.ts'
import { pathId } from './path-parameter.ts'
import type { Routes } from './routes.ts'

export interface ExplanationRoutesOptions {
  explanations: Explanations
}

/** What the court explains of a hearing: written by the judge-coordinator, seen by the press once it is published. */
export function addExplanationRoutes(routes: Routes, { explanations }: ExplanationRoutesOptions): void {
  const path = '/api/hearings/:hearingId/explanation'
  const writes = { permission: 'explanations.write', of: 'hearing' } as const

  routes.addStaff('get', path, { permission: 'court.see', of: 'hearing' }, async (request, response) => {
    const found: Explanation = await explanations.find(pathId(request, 'hearingId'))
    response.json(found)
  })

  routes.addStaff('put', path, writes, async (request, response, { personId }) => {
    const { words } = explanationRequest.parse(request.body)
    const kept: Explanation = await explanations.write(pathId(request, 'hearingId'), words, personId)
    response.json(kept)
  })

  routes.addStaff('post', `${path}/publication`, writes, async (request, response, { personId }) => {
    const { publish } = publicationRequest.parse(request.body)
    const hearingId = pathId(request, 'hearingId')
    const now: Explanation = publish
      ? await explanations.publish(hearingId, personId)
      : await explanations.takeBack(hearingId, personId)
    response.json(now)
  })
}
