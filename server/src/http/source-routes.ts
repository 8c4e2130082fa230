import type { z } from 'zod'
import type { SignedIn } from '../access/rights.ts'
import { reaches, scopeOf } from '../access/scope.ts'
import type { Previews } from '../hearings/previews.ts'
import type { SourceTests } from '../hearings/source-tests.ts'
import { sealLogin, type StoredSource } from '../hearings/stored-source.ts'
import type { sourceRequest } from '../protocol/desk.ts'
import { previewQuery, sourceTestRequest } from '../protocol/workplaces.ts'
import { pathId } from './path-parameter.ts'
import type { Routes } from './routes.ts'

export interface SourceRoutesOptions {
  previews: Pick<Previews, 'look'>
  sourceTests: Pick<SourceTests, 'run'>
  sealingKey: () => Buffer
}

/** What technicians see of courtrooms, and trying cameras. */
export function addSourceRoutes(routes: Routes, options: SourceRoutesOptions): void {
  const { previews, sourceTests, sealingKey } = options

  routes.addStaff(
    'get',
    '/api/courtrooms/:courtroomId/preview',
    { permission: 'sources.manage', of: 'courtroom' },
    async (request, response, { courtId, personId, grants }) => {
      const query = new URL(request.originalUrl, 'http://localhost').searchParams
      const { seen } = previewQuery.parse(Object.fromEntries(query))
      const courtroomId = pathId(request, 'courtroomId')
      response.json(
        await previews.look({
          courtroomId,
          courtId,
          personId,
          mayWatch: mayWatchIn(courtId, grants),
          seenMs: seen ?? null,
        }),
      )
    },
  )

  routes.addStaff(
    'post',
    '/api/courts/:courtId/source-tests',
    { permission: 'sources.manage', of: 'court' },
    async (request, response, { courtId, personId, grants }) => {
      const { source, courtroomId = null } = sourceTestRequest.parse(request.body)
      const mayWatch = mayWatchIn(courtId, grants)
      const stored = storedSourceOf(source, sealingKey)
      response.json(await sourceTests.run({ courtId, personId, mayWatch, courtroomId, source: stored }))
    },
  )
}

/** Trying a camera is one thing, watching a hearing another. */
const mayWatchIn = (courtId: string, grants: SignedIn['grants']): boolean =>
  reaches(scopeOf(grants, 'hearings.watch'), courtId)

/** A source as the store keeps it: with its login sealed. */
export function storedSourceOf(
  source: z.output<typeof sourceRequest>,
  sealingKey: () => Buffer,
): StoredSource {
  if (source.kind === 'test') return { kind: 'test' }
  const { login, password, ...rest } = source
  if (login === undefined) return rest
  return { ...rest, credentials: sealLogin(sealingKey(), login, password ?? '') }
}
