import type { Case } from './case.ts'
import { manageAllCourts, tryTwoSilentSources, verifyLongLog } from './preparations.ts'

const person = { login: 'newcomer', name: 'Newcomer', email: 'new@example.kz', language: 'ru' }
const grants = [{ role: 'clerk', courtId: 'court-1' }]
const people = '/api/courts/:courtId/people'
const journalists = '/api/courts/:courtId/journalists'
const newcomer = { personId: '<newcomer>' }

export const peopleCases: Case[] = [
  { route: `GET ${people}`, gives: 200, as: 'admin' },
  {
    route: `POST ${people}`,
    gives: 200,
    as: 'admin',
    body: { ...person, grants },
    keeps: { newcomer: 'person.personId' },
  },
  { route: `POST ${people}`, gives: 'taken', as: 'admin', body: { ...person, grants } },
  { route: 'PATCH /api/people/:personId', gives: 200, as: 'admin', names: newcomer, body: { name: 'Known' } },
  {
    route: 'POST /api/people/:personId/reset-link',
    gives: 200,
    as: 'admin',
    names: newcomer,
    body: {},
  },
  { route: 'DELETE /api/people/:personId', gives: 204, as: 'admin', names: newcomer },

  { route: `GET ${journalists}`, gives: 200, as: 'press' },
  {
    route: `POST ${journalists}`,
    gives: 200,
    as: 'press',
    body: { ...person, login: 'reporter' },
    keeps: { journalistId: 'person.personId' },
  },
  { route: `POST ${journalists}`, gives: 'taken', as: 'press', body: { ...person, login: 'clerk' } },
  { route: `POST ${journalists}/:journalistId/reset-link`, gives: 200, as: 'press', body: {} },
  { route: `PATCH ${journalists}/:journalistId`, gives: 200, as: 'press', body: { cardNumber: 'KZ-17' } },
  { route: `DELETE ${journalists}/:journalistId`, gives: 204, as: 'press' },
]

const words = { kk: 'Сот', ru: 'Суд', en: 'Court' }
const court = { id: 'court-2', name: 'Second court', names: words }
const room = { id: 'room-3', name: 'Courtroom 3', source: { kind: 'test' } }
const retirement = 'POST /api/courtrooms/:courtroomId/retirement'
const ofSecond = { courtId: 'court-2' }

export const courtCases: Case[] = [
  { route: 'POST /api/courts', gives: 'refused', as: 'admin', body: court },
  { route: 'POST /api/courts', gives: 201, as: 'admin', before: manageAllCourts, body: court },
  { route: 'POST /api/courts', gives: 'taken', as: 'admin', body: court },
  { route: 'GET /api/courts', gives: 200, as: 'admin' },
  { route: 'GET /api/region', gives: 200, as: 'auditor' },
  { route: 'GET /api/courts/:courtId', gives: 200, as: 'admin' },
  { route: 'PATCH /api/courts/:courtId', gives: 204, as: 'admin', body: { contact: 'us@court.example' } },
  {
    route: 'PATCH /api/courts/:courtId',
    gives: 'bad_request',
    as: 'admin',
    body: { sealRecipient: `age1${'q'.repeat(58)}` },
  },
  { route: 'POST /api/courts/:courtId/courtrooms', gives: 201, as: 'admin', body: room },
  { route: 'POST /api/courts/:courtId/courtrooms', gives: 'taken', as: 'admin', body: room },
  { route: 'PATCH /api/courtrooms/:courtroomId', gives: 204, as: 'admin', body: { name: 'Large hall' } },
  {
    route: 'PATCH /api/courtrooms/:courtroomId',
    gives: 'refused',
    as: 'technician',
    body: { name: 'Not theirs to name' },
  },
  {
    route: 'PATCH /api/courtrooms/:courtroomId',
    gives: 204,
    as: 'technician',
    body: { source: { kind: 'test' } },
  },
  {
    route: 'PATCH /api/courtrooms/:courtroomId',
    gives: 'state_moved_on',
    as: 'technician',
    body: { source: { kind: 'test' }, replaces: { kind: 'rtsp', url: 'rtsp://gone', hasLogin: false } },
  },
  { route: 'GET /api/courtrooms/:courtroomId/preview', gives: 200, as: 'technician', query: '?seen=5' },
  { route: 'GET /api/courts/:courtId/console', gives: 200, as: 'technician' },
  {
    route: 'POST /api/courts/:courtId/source-tests',
    gives: 200,
    as: 'technician',
    body: { source: { kind: 'rtsp', url: 'rtsp://127.0.0.1:9/off' }, courtroomId: 'room-1' },
  },
  {
    route: 'POST /api/courts/:courtId/source-tests',
    gives: 'too_many_requests',
    as: 'technician',
    before: tryTwoSilentSources,
    body: { source: { kind: 'test' } },
  },
  {
    route: 'PUT /api/courts/:courtId/grounds',
    gives: 204,
    as: 'admin',
    body: { grounds: [{ id: 'minors', words, shown: true }] },
  },
  {
    route: 'PUT /api/courts/:courtId/grounds',
    gives: 'taken',
    as: 'admin',
    names: ofSecond,
    body: { grounds: [{ id: 'minors', words, shown: true }] },
  },
  { route: retirement, gives: 'in_use', as: 'admin', body: { retired: true } },
  { route: retirement, gives: 204, as: 'admin', names: { courtroomId: 'room-3' }, body: { retired: true } },
  { route: 'GET /api/courts/:courtId', gives: 200, as: 'admin' },
  { route: retirement, gives: 204, as: 'admin', names: { courtroomId: 'room-3' }, body: { retired: false } },
  { route: 'DELETE /api/courtrooms/:courtroomId', gives: 'in_use', as: 'admin' },
  {
    route: 'DELETE /api/courtrooms/:courtroomId',
    gives: 204,
    as: 'admin',
    names: { courtroomId: 'room-3' },
  },
  { route: 'DELETE /api/courts/:courtId', gives: 'in_use', as: 'admin' },
  { route: 'DELETE /api/courts/:courtId', gives: 204, as: 'admin', names: ofSecond },
  { route: 'PUT /api/courts/:courtId/undertaking', gives: 200, as: 'admin', body: { words } },
  { route: 'GET /api/courts/:courtId/undertaking', gives: 200, as: 'admin' },
]

export const auditCases: Case[] = [
  { route: 'POST /api/audit/search', gives: 200, as: 'auditor', body: { limit: 5 } },
  { route: 'POST /api/audit/search', gives: 200, as: 'admin', body: { kind: 'court' } },
  { route: 'GET /api/audit/export', gives: 200, as: 'auditor' },
  { route: 'GET /api/audit/export', gives: 'bad_request', as: 'auditor', query: '?untilMs=yesterday' },
  { route: 'POST /api/audit/verify', gives: 200, as: 'auditor', body: {} },
  {
    route: 'POST /api/audit/verify',
    gives: 'too_many_requests',
    as: 'auditor',
    before: verifyLongLog,
    body: {},
  },
]

export const serverCases: Case[] = [
  { route: 'GET /api/server/health', gives: 'refused', as: 'admin' },
  { route: 'GET /api/server/health', gives: 200, as: 'admin', before: manageAllCourts },
  {
    route: 'GET /api/server/health',
    gives: 200,
    as: 'admin',
    before: ({ http }) => void (http.parts['sfu'] = false),
  },
  { route: 'GET /api/server/keys', gives: 200, as: 'admin', keeps: { kid: 'signing.0.kid' } },
  { route: 'POST /api/server/keys/rotation', gives: 200, as: 'admin', body: { replaces: '<kid>' } },
  {
    route: 'POST /api/server/keys/rotation',
    gives: 'state_moved_on',
    as: 'admin',
    body: { replaces: '<kid>' },
  },
]

export const healthCases: Case[] = [
  { route: 'GET /healthz', gives: 200 },
  { route: 'GET /readyz', gives: 200 },
  { route: 'GET /readyz', gives: 503, before: ({ http }) => void (http.parts['sfu'] = false) },
  { route: 'GET /metrics', gives: 200 },
  { route: 'GET /api/openapi.json', gives: 200 },
]
