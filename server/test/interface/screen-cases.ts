import type { Case } from './case.ts'
import { setRetired, times } from './preparations.ts'

const pairings = 'POST /api/pairings'
const mine = 'GET /api/pairings/mine'
const screens = '/api/courts/:courtId/screens'
const code = 'POST /api/courts/:courtId/screens'

export const screenCases: Case[] = [
  { route: pairings, gives: 201, body: { kind: 'screen' }, keeps: { code: 'code' } },
  { route: mine, gives: 200 },
  { route: code, gives: 'code_unknown', as: 'technician', body: { code: '222222', name: 'Foyer' } },
  // A screen stands in no courtroom.
  {
    route: code,
    gives: 'bad_request',
    as: 'technician',
    body: { code: '<code>', name: 'Foyer', courtroomId: 'room-1' },
  },
  { route: pairings, gives: 201, body: { kind: 'bench' }, keeps: { benchCode: 'code' } },
  {
    route: code,
    gives: 'courtroom_retired',
    as: 'technician',
    before: (world) => setRetired(world, 'room-2', 1),
    body: { code: '<benchCode>', name: 'Bench', courtroomId: 'room-2' },
  },
  {
    route: code,
    gives: 201,
    as: 'technician',
    makeBody: ({ known }) => ({ code: `  ${known.get('code')?.toLowerCase()}`, name: 'Foyer' }),
    keeps: { screenId: 'id' },
  },
  { route: `GET ${screens}`, gives: 200, as: 'clerk' },
  {
    route: 'PATCH /api/screens/:screenId',
    gives: 200,
    as: 'technician',
    body: { name: 'Large foyer', settings: { layout: 'one', hearingIds: ['hearing-1'] } },
  },
  {
    route: 'PATCH /api/screens/:screenId',
    gives: 'bad_request',
    as: 'technician',
    body: { settings: { hearingIds: ['of-another-court'] } },
  },
  {
    route: 'PATCH /api/screens/:screenId',
    gives: 'bad_request',
    as: 'technician',
    headers: { 'Content-Type': 'application/json' },
    body: '{',
  },
  {
    route: 'PATCH /api/screens/:screenId',
    gives: 'too_large',
    as: 'technician',
    body: { name: 'x'.repeat(300_000) },
  },
  { route: 'POST /api/screens/:screenId/blink', gives: 204, as: 'technician' },
  { route: 'DELETE /api/screens/:screenId', gives: 204, as: 'admin' },
  { route: 'DELETE /api/screens/:screenId', gives: 'refused', as: 'admin' },
  {
    route: code,
    gives: 'too_many_requests',
    as: 'technician',
    before: times(10, 'POST', '/api/courts/court-1/screens', { code: '222222', name: 'x' }, 'technician'),
    body: { code: '222222', name: 'Foyer' },
  },
  {
    route: pairings,
    gives: 'too_many_requests',
    before: times(20, 'POST', '/api/pairings', { kind: 'bench' }),
    body: { kind: 'bench' },
  },
]
