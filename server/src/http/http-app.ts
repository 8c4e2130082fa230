import express, { type Express } from 'express'
import type { Logger } from 'pino'
import { answerError, errorHandler } from './error-answer.ts'
import { createAuthorise, type AuthoriseOptions } from './authorise.ts'
import { addAccountRoutes, type AccountRoutesOptions } from './account-routes.ts'
import { addAccreditationRoutes, type AccreditationRoutesOptions } from './accreditation-routes.ts'
import { addAttendanceRoutes, type AttendanceRoutesOptions } from './attendance-routes.ts'
import { addAuditRoutes, type AuditRoutesOptions } from './audit-routes.ts'
import { addConsoleRoutes, type ConsoleRoutesOptions } from './console-routes.ts'
import { addCourtRoutes, type CourtRoutesOptions } from './court-routes.ts'
import { addDirectoryRoutes, type DirectoryRoutesOptions } from './directory-routes.ts'
import { addExplanationRoutes, type ExplanationRoutesOptions } from './explanation-routes.ts'
import { addHealthRoutes, type HealthRoutesOptions } from './health-routes.ts'
import { addHearingRoutes, type HearingRoutesOptions } from './hearing-routes.ts'
import { addHlsRoutes, type HlsRoutesOptions } from './hls-routes.ts'
import { addInterfaceRoutes } from './interface-routes.ts'
import { addOrderRoutes, type OrderRoutesOptions } from './order-routes.ts'
import { addPeopleRoutes, type PeopleRoutesOptions } from './people-routes.ts'
import { addRegionRoutes, type RegionRoutesOptions } from './region-routes.ts'
import { refuseForeignOrigins, type OriginCheck } from './origin-check.ts'
import { addPages } from './pages.ts'
import { refuseNulInAddress } from './refuse-nul.ts'
import { createRoutes, type Routes } from './routes.ts'
import { addScreenRoutes, type ScreenRoutesOptions } from './screen-routes.ts'
import { securityHeaders } from './security-headers.ts'
import { addSessionRoutes, type SessionRoutesOptions } from './session-routes.ts'
import { addServerRoutes, type ServerRoutesOptions } from './server-routes.ts'
import { addSourceRoutes, type SourceRoutesOptions } from './source-routes.ts'

export type HttpAppOptions = AuthoriseOptions &
  SessionRoutesOptions &
  DirectoryRoutesOptions &
  AccountRoutesOptions &
  PeopleRoutesOptions &
  AccreditationRoutesOptions &
  CourtRoutesOptions &
  SourceRoutesOptions &
  OrderRoutesOptions &
  AttendanceRoutesOptions &
  ExplanationRoutesOptions &
  RegionRoutesOptions &
  AuditRoutesOptions &
  ServerRoutesOptions &
  ConsoleRoutesOptions &
  HearingRoutesOptions &
  ScreenRoutesOptions &
  HlsRoutesOptions &
  HealthRoutesOptions & {
    isOurs: OriginCheck
    /** See express's `trust proxy`. */
    trustProxy: string[]
    clientDir: string
    log: Logger
  }

/** Everything that HTTP answers. No judgement is made here: rules ask `access/`, routes call the parts. */
export function createHttpApp(options: HttpAppOptions): { app: Express; routes: Routes } {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('trust proxy', options.trustProxy.length > 0 ? options.trustProxy : false)
  app.set('query parser', false)
  app.use(securityHeaders({ https: options.cookies.secure }))
  app.use(refuseForeignOrigins(options.isOurs))
  app.use(refuseNulInAddress)
  app.use('/api', (_request, response, next) => {
    response.set('Cache-Control', 'no-store')
    next()
  })
  const routes = createRoutes(app, createAuthorise(options))
  addHealthRoutes(routes, options)
  addSessionRoutes(routes, options)
  addDirectoryRoutes(routes, options)
  addAccountRoutes(routes, options)
  addPeopleRoutes(routes, options)
  addCourtRoutes(routes, options)
  addSourceRoutes(routes, options)
  addConsoleRoutes(routes, options)
  addHearingRoutes(routes, options)
  addOrderRoutes(routes, options)
  addAttendanceRoutes(routes, options)
  addExplanationRoutes(routes, options)
  addRegionRoutes(routes, options)
  addAccreditationRoutes(routes, options)
  addScreenRoutes(routes, options)
  addAuditRoutes(routes, options)
  addServerRoutes(routes, options)
  addHlsRoutes(routes, options)
  addInterfaceRoutes(routes)
  addPages(app, routes, options.clientDir)

  app.use((_request, response) => {
    answerError(response, 'not_found')
  })
  app.use(errorHandler(options.log))
  return { app, routes }
}
