import type { Case } from './case.ts'
import { setState } from './preparations.ts'

const request = 'POST /api/hearings/:hearingId/accreditation-requests'
const asked = { reason: 'I write about it', cardNumber: 'KZ-17' }
const decision = 'POST /api/courts/:courtId/accreditations/:accreditationId/decision'
const grant = 'POST /api/courts/:courtId/accreditations'
const ejections = '/api/hearings/:hearingId/ejections'
const as = 'press'

const requestCases: Case[] = [
  { route: request, gives: 201, as: 'stranger', body: asked, keeps: { accreditationId: 'id' } },
  { route: request, gives: 'taken', as: 'stranger', body: asked },
  {
    route: request,
    gives: 'not_in_this_state',
    as: 'stranger',
    before: (world) => setState(world, 'hearing-2', 'ended'),
    names: { hearingId: 'hearing-2' },
    body: asked,
  },
  { route: decision, gives: 200, as, body: { decision: 'grant', reason: '' } },
  { route: decision, gives: 'not_in_this_state', as, body: { decision: 'refuse', reason: 'No' } },
  { route: decision, gives: 200, as, body: { decision: 'revoke', reason: 'A mistake' } },
  { route: grant, gives: 201, as, body: { personId: '<stranger>', hearingId: 'hearing-1' } },
  { route: grant, gives: 'taken', as, body: { personId: '<stranger>', hearingId: 'hearing-1' } },
  { route: decision, gives: 'taken', as, body: { decision: 'grant', reason: '' } },
  { route: 'GET /api/courts/:courtId/accreditations/:state', gives: 200, as },
  {
    route: 'GET /api/courts/:courtId/accreditations/:state',
    gives: 'not_found',
    as,
    names: { state: 'forgotten' },
  },
  { route: 'GET /api/hearings/:hearingId/accreditations', gives: 200, as },
  { route: 'GET /api/account/accreditations', gives: 200, as: 'stranger' },

  { route: `POST ${ejections}`, gives: 204, as, body: { personId: '<stranger>', reason: 'technical' } },
  { route: `GET ${ejections}`, gives: 200, as },
  { route: `DELETE ${ejections}/:personId`, gives: 204, as, names: { personId: '<stranger>' } },
]

const outlets = '/api/courts/:courtId/outlets'
const outletCases: Case[] = [
  { route: `POST ${outlets}`, gives: 201, as, body: { name: 'Herald' }, keeps: { outletId: 'id' } },
  { route: `POST ${outlets}`, gives: 'taken', as, body: { name: 'Herald' } },
  { route: `PUT ${outlets}/:outletId`, gives: 200, as, body: { name: 'The Herald' } },
  { route: `POST ${outlets}`, gives: 201, as, body: { name: 'Sun' }, keeps: { sun: 'id' } },
  {
    route: `PUT ${outlets}/:outletId`,
    gives: 'taken',
    as,
    names: { outletId: '<sun>' },
    body: { name: 'The Herald' },
  },
  { route: `GET ${outlets}`, gives: 200, as },
  { route: `PUT ${outlets}/:outletId/journalists/:personId`, gives: 204, as },
  { route: `DELETE ${outlets}/:outletId`, gives: 'in_use', as },
  { route: `DELETE ${outlets}/:outletId/journalists/:personId`, gives: 204, as },
  { route: `DELETE ${outlets}/:outletId`, gives: 204, as },
]

const pools = '/api/courts/:courtId/pools'
const csv = { 'Content-Type': 'text/csv' }
const list = 'name;email\r\nÁrpád Tóth;arpad@press.example\r\n'

const listCases: Case[] = [`POST ${pools}/:poolId/import/check`, `POST ${pools}/:poolId/import`].flatMap(
  (route): Case[] => [
    { route, gives: 200, as, headers: csv, body: list },
    { route, gives: 'bad_request', as, body: { list } },
    { route, gives: 'too_large', as, headers: csv, body: list.padEnd(2_200_000, ';') },
  ],
)

const poolCases: Case[] = [
  { route: `POST ${pools}`, gives: 201, as, body: { name: 'Agencies' }, keeps: { poolId: 'id' } },
  { route: `POST ${pools}`, gives: 'taken', as, body: { name: 'Agencies' } },
  { route: `PUT ${pools}/:poolId`, gives: 200, as, body: { name: 'The agencies' } },
  { route: `POST ${pools}`, gives: 201, as, body: { name: 'Papers' }, keeps: { papers: 'id' } },
  {
    route: `PUT ${pools}/:poolId`,
    gives: 'taken',
    as,
    names: { poolId: '<papers>' },
    body: { name: 'The agencies' },
  },
  { route: `GET ${pools}`, gives: 200, as },
  { route: `PUT ${pools}/:poolId/members/:personId`, gives: 204, as },
  ...listCases,
  { route: `GET ${pools}/:poolId/members`, gives: 200, as },
  { route: `GET ${pools}/:poolId/export`, gives: 200, as },
  { route: `DELETE ${pools}/:poolId/members/:personId`, gives: 204, as },
  { route: grant, gives: 201, as, body: { poolId: '<poolId>', fromMs: 0, untilMs: 1 } },
  { route: `DELETE ${pools}/:poolId`, gives: 'in_use', as },
  { route: `DELETE ${pools}/:poolId`, gives: 204, as, names: { poolId: '<papers>' } },
]

export const accreditationCases: Case[] = [...requestCases, ...outletCases, ...poolCases]
