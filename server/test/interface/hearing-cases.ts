import { segment } from '../http-fixture.ts'
import { makeToken } from '../bad-tokens.ts'
import type { Case } from './case.ts'
import { setRetired, setState } from './preparations.ts'

const words = { kk: 'Мәтін', ru: 'Текст', en: 'Text' }
const token = 'POST /api/hearings/:hearingId/token'
const undertaking = '/api/hearings/:hearingId/undertaking'
const explanation = '/api/hearings/:hearingId/explanation'
const orders = 'POST /api/hearings/:hearingId/orders'

export const hearingCases: Case[] = [
  { route: 'GET /.well-known/jwks.json', gives: 200 },
  { route: 'GET /api/hearings', gives: 200, as: 'journalist' },
  { route: 'GET /api/hearings', gives: 200, as: 'journalist', query: '?before=1790000000000.hearing-1' },
  { route: 'GET /api/hearings', gives: 'bad_request', as: 'journalist', query: '?before=yesterday' },
  { route: token, gives: 200, as: 'journalist' },
  { route: token, gives: 'refused', as: 'stranger' },
  { route: 'GET /api/hearings/:hearingId/standing', gives: 200, as: 'journalist' },
  { route: 'GET /api/hearings/:hearingId/standing', gives: 'refused', as: 'stranger' },
  { route: `GET ${undertaking}`, gives: 200, as: 'journalist' },
  { route: `GET ${undertaking}`, gives: 'refused', as: 'stranger' },
  {
    route: 'PUT /api/courts/:courtId/undertaking',
    gives: 200,
    as: 'admin',
    body: { words },
  },
  { route: token, gives: 'undertaking_needed', as: 'journalist' },
  { route: `GET ${undertaking}`, gives: 200, as: 'journalist' },
  { route: `POST ${undertaking}`, gives: 'state_moved_on', as: 'journalist', body: { version: 9 } },
  { route: `POST ${undertaking}`, gives: 'refused', as: 'stranger', body: { version: 1 } },
  { route: `POST ${undertaking}`, gives: 204, as: 'journalist', body: { version: 1 } },
  { route: token, gives: 200, as: 'journalist' },
  {
    route: token,
    gives: 'not_on_air',
    as: 'technician',
    before: (world) => setState(world, 'hearing-1b', 'cancelled'),
    names: { hearingId: 'hearing-1b' },
  },

  { route: 'GET /api/courts/:courtId/hearings', gives: 200, as: 'clerk' },
  { route: 'GET /api/courts/:courtId/hearings', gives: 200, as: 'clerk', query: '?before=1790000000000' },
  { route: 'GET /api/courts/:courtId/hearings', gives: 'bad_request', as: 'clerk', query: '?before=-1' },
  {
    route: 'POST /api/courts/:courtId/hearings',
    gives: 201,
    as: 'clerk',
    body: { title: 'Planned', caseNumber: '7/2', courtroomId: 'room-1' },
    keeps: { planned: 'id' },
  },
  { route: 'GET /api/courts/:courtId/audience-choices', gives: 200, as: 'clerk' },
  {
    route: 'POST /api/courts/:courtId/hearings',
    gives: 'bad_request',
    as: 'clerk',
    body: { title: 'Planned', caseNumber: '7/2', courtroomId: 'room-of-another-court' },
  },
  {
    route: 'POST /api/courts/:courtId/hearings',
    gives: 'courtroom_retired',
    as: 'clerk',
    before: (world) => setRetired(world, 'room-2', 1),
    body: { title: 'Planned', caseNumber: '7/2', courtroomId: 'room-2' },
  },
  {
    route: 'PATCH /api/hearings/:hearingId',
    gives: 'courtroom_retired',
    as: 'clerk',
    names: { hearingId: '<planned>' },
    body: { courtroomId: 'room-2' },
  },
  {
    route: 'PATCH /api/hearings/:hearingId',
    gives: 200,
    before: (world) => setRetired(world, 'room-2', null),
    as: 'clerk',
    names: { hearingId: '<planned>' },
    body: { judge: 'A judge', audience: 'named', people: ['<journalist>'] },
  },
  {
    route: 'PATCH /api/hearings/:hearingId',
    gives: 'not_in_this_state',
    as: 'clerk',
    names: { hearingId: 'hearing-1b' },
    body: { judge: 'A judge' },
  },

  { route: `GET ${explanation}`, gives: 200, as: 'clerk' },
  { route: `POST ${explanation}/publication`, gives: 'bad_request', as: 'judge', body: { publish: true } },
  { route: `PUT ${explanation}`, gives: 200, as: 'judge', body: { words } },
  { route: `PUT ${explanation}`, gives: 'refused', as: 'press', body: { words } },
  { route: `POST ${explanation}/publication`, gives: 200, as: 'judge', body: { publish: true } },
  { route: 'GET /api/hearings', gives: 200, as: 'journalist' },
  { route: `POST ${explanation}/publication`, gives: 200, as: 'judge', body: { publish: false } },

  { route: orders, gives: 'state_moved_on', as: 'clerk', body: { order: 'recess', version: 0 } },
  { route: orders, gives: 'not_in_this_state', as: 'clerk', body: { order: 'reopen', version: 1 } },
  { route: orders, gives: 'refused', as: 'admin', body: { order: 'close', version: 1 } },
  {
    route: orders,
    gives: 'bad_request',
    as: 'clerk',
    body: { order: 'close', version: 1, groundId: 'another-courts' },
  },
  {
    route: orders,
    gives: 'courtroom_busy',
    as: 'clerk',
    names: { hearingId: '<planned>' },
    body: { order: 'start', version: 0 },
  },
  {
    route: orders,
    gives: 200,
    as: 'clerk',
    body: { order: 'close', version: 1, groundId: 'private-life' },
  },
  { route: 'GET /api/hearings/:hearingId/desk', gives: 200, as: 'clerk' },
  { route: 'GET /api/hearings/:hearingId/attendance', gives: 200, as: 'clerk' },
  { route: 'GET /api/hearings/:hearingId/standing', gives: 200, as: 'journalist' },
]

const hls = 'GET /hls/:hearingId/*name'
const headers = { Authorization: 'Bearer <token>' }

export const hlsCases: Case[] = [
  { route: token, gives: 200, as: 'journalist', keeps: { token: 'token' } },
  { route: hls, gives: 200, mediaType: 'application/vnd.apple.mpegurl', headers },
  { route: hls, gives: 200, mediaType: 'video/mp4', names: { name: segment.name }, headers },
  { route: hls, gives: 'refused' },
  // The same journalist, signed in elsewhere.
  { route: token, gives: 200, as: 'journalist#2', keeps: { elsewhere: 'token' } },
  { route: hls, gives: 'watching_elsewhere', headers: { Authorization: 'Bearer <elsewhere>' } },
  { route: hls, gives: 'not_found', names: { name: 'nothing.m4s' }, headers },
  {
    route: hls,
    gives: 'feed_unavailable',
    before: ({ http }) => void (http.hls.playlist = null),
    headers,
  },
  {
    route: hls,
    gives: 'token_expired',
    before: ({ http, known }) => {
      const nowS = Math.floor(http.clock.nowMs / 1000)
      const ended = { iat: nowS - 700, nbf: nowS - 700, exp: nowS - 100 }
      known.set('ended', makeToken(http.forgery(), ended))
    },
    headers: { Authorization: 'Bearer <ended>' },
  },
  { route: hls, gives: 'not_on_air', before: (world) => setState(world, 'hearing-1', 'recess'), headers },
]
