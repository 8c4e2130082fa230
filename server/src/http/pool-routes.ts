import express, { type Request, type Response } from 'express'
import type { Pools } from '../access/pools.ts'
import type { JournalistExport } from '../accreditation/export-journalists.ts'
import type { ImportInto, JournalistImport } from '../accreditation/import-journalists.ts'
import { poolRequest, type ImportReport } from '../protocol/accreditation.ts'
import { DomainError } from '../protocol/errors.ts'
import type { CookieSettings } from './cookies.ts'
import { pathId } from './path-parameter.ts'
import { readBody } from './read-body.ts'
import type { Routes, StaffGranted } from './routes.ts'
import { originOf } from './session-cookies.ts'

export interface PoolRoutesOptions {
  pools: Pools
  journalistImport: JournalistImport
  journalistExport: JournalistExport
  cookies: CookieSettings
}

const decider = { permission: 'accreditations.decide', of: 'court' } as const
const base = '/api/courts/:courtId/pools'
const one = `${base}/:poolId`
const member = `${one}/members/:personId`

export function addPoolRoutes(routes: Routes, options: PoolRoutesOptions): void {
  const { pools } = options

  routes.addStaff('get', base, decider, async (_request, response, { courtId }) => {
    response.json({ pools: await pools.list(courtId) })
  })
  routes.addStaff('post', base, decider, async (request, response, { courtId, personId }) => {
    const { name } = poolRequest.parse(request.body)
    response.status(201).json(await pools.create(courtId, name, personId))
  })
  routes.addStaff('put', one, decider, async (request, response, { courtId, personId }) => {
    const { name } = poolRequest.parse(request.body)
    response.json(await pools.rename(courtId, pathId(request, 'poolId'), name, personId))
  })
  routes.addStaff('delete', one, decider, async (request, response, { courtId, personId }) => {
    await pools.remove(courtId, pathId(request, 'poolId'), personId)
    response.status(204).end()
  })
  routes.addStaff('get', `${one}/members`, decider, async (request, response, { courtId }) => {
    response.json({ members: await pools.members(courtId, pathId(request, 'poolId')) })
  })
  routes.addStaff('put', member, decider, async (request, response, { courtId, personId }) => {
    await pools.add(courtId, pathId(request, 'poolId'), pathId(request, 'personId'), personId)
    response.status(204).end()
  })
  routes.addStaff('delete', member, decider, async (request, response, { courtId, personId }) => {
    await pools.takeOut(courtId, pathId(request, 'poolId'), pathId(request, 'personId'), personId)
    response.status(204).end()
  })
  addLists(routes, options)
}

const into = (request: Request, { courtId, personId }: StaffGranted): ImportInto => ({
  courtId,
  poolId: pathId(request, 'poolId'),
  byId: personId,
})

/** Lists of journalists as files. */
function addLists(routes: Routes, { journalistImport, journalistExport, cookies }: PoolRoutesOptions): void {
  routes.addStaff('post', `${one}/import`, decider, async (request, response, officer) => {
    const file = await csvBody(request, response)
    const report = await journalistImport.run(into(request, officer), file, originOf(request, cookies))
    response.json(report satisfies ImportReport)
  })

  routes.addStaff('post', `${one}/import/check`, decider, async (request, response, officer) => {
    const report = await journalistImport.check(into(request, officer), await csvBody(request, response))
    response.json(report satisfies ImportReport)
  })

  routes.addStaff('get', `${one}/export`, decider, async (request, response, officer) => {
    const { file, name } = await journalistExport(into(request, officer))
    response.attachment(name).type('text/csv; charset=utf-8').send(file)
  })
}

const csvParser = express.raw({ type: 'text/csv', limit: '2mb', inflate: false })

async function csvBody(request: Request, response: Response): Promise<Buffer> {
  await readBody(csvParser, request, response)
  const body: unknown = request.body
  if (!Buffer.isBuffer(body)) throw new DomainError('bad_request', 'the body is no text/csv')
  return body
}
