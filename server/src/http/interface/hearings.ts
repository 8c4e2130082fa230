import { audienceChoices, undertakingAcceptRequest, undertakingAnswer } from '../../protocol/accreditation.ts'
import { hearingsAnswer, tokenAnswer } from '../../protocol/api.ts'
import { attendanceView } from '../../protocol/attendance.ts'
import {
  deskAnswer,
  deskHearing,
  deskHearingsAnswer,
  rescheduleRequest,
  scheduleRequest,
} from '../../protocol/desk.ts'
import { earlierQuery } from '../../protocol/earlier.ts'
import { orderRequest, standing } from '../../protocol/hearing-state.ts'
import { keysAnswer } from '../../protocol/health.ts'
import { explanation, explanationRequest, publicationRequest } from '../../protocol/workplaces.ts'
import type { Area } from './described.ts'

export const hearingsArea: Area = {
  name: 'hearings',
  says: 'Hearings: what there is to watch, tokens, planning, orders, attendance.',
  routes: {
    'GET /api/hearings': {
      says: 'Lists the hearings that one may watch, and those that one may ask for: what is not over or was lately, or a page of what was over before.',
      request: null,
      query: earlierQuery,
      answers: { 200: hearingsAnswer },
      errors: ['bad_request'],
    },
    'POST /api/hearings/:hearingId/token': {
      says: 'Gives a token for watching one hearing, and its cookie for HLS.',
      request: null,
      answers: { 200: tokenAnswer },
      errors: ['undertaking_needed', 'not_on_air'],
    },
    'GET /api/hearings/:hearingId/standing': {
      says: 'Tells whether a hearing is on the air, to those who may watch it.',
      request: null,
      answers: { 200: standing },
      errors: ['refused'],
    },
    'GET /api/hearings/:hearingId/undertaking': {
      says: 'Tells what is to be accepted before one watches.',
      request: null,
      answers: { 200: undertakingAnswer },
      errors: ['refused'],
    },
    'POST /api/hearings/:hearingId/undertaking': {
      says: 'Accepts the court’s undertaking.',
      request: undertakingAcceptRequest,
      answers: { 204: null },
      errors: ['state_moved_on'],
    },
    'GET /api/courts/:courtId/hearings': {
      says: 'Lists the hearings of a court, for its staff: what is not over or was lately, or a page of what was over before.',
      request: null,
      query: earlierQuery,
      answers: { 200: deskHearingsAnswer },
      errors: [],
    },
    'POST /api/courts/:courtId/hearings': {
      says: 'Plans a hearing.',
      request: scheduleRequest,
      answers: { 201: deskHearing },
      errors: ['courtroom_retired'],
    },
    'GET /api/courts/:courtId/audience-choices': {
      says: 'Lists the pools and journalists of a court that a hearing can be opened to.',
      request: null,
      answers: { 200: audienceChoices },
      errors: [],
    },
    'PATCH /api/hearings/:hearingId': {
      says: 'Changes a hearing that is not over.',
      request: rescheduleRequest,
      answers: { 200: deskHearing },
      errors: ['not_in_this_state', 'courtroom_retired'],
    },
    'GET /api/hearings/:hearingId/desk': {
      says: 'Tells what the desk of a hearing begins with.',
      request: null,
      answers: { 200: deskAnswer },
      errors: [],
    },
    'POST /api/hearings/:hearingId/orders': {
      says: 'Gives an order to a hearing: start, recess, close, reopen, end, cancel.',
      request: orderRequest,
      answers: { 200: standing },
      errors: ['state_moved_on', 'not_in_this_state', 'courtroom_busy'],
    },
    'GET /api/hearings/:hearingId/attendance': {
      says: 'Tells who watches a hearing, and what they really see and hear.',
      request: null,
      answers: { 200: attendanceView },
      errors: [],
    },
    'GET /api/hearings/:hearingId/explanation': {
      says: 'Tells what the court explains of a hearing, as it is being written, and whether the press sees it.',
      request: null,
      answers: { 200: explanation },
      errors: [],
    },
    'PUT /api/hearings/:hearingId/explanation': {
      says: 'Keeps a draft of the explanation; what is published stays as it is.',
      request: explanationRequest,
      answers: { 200: explanation },
      errors: [],
    },
    'POST /api/hearings/:hearingId/explanation/publication': {
      says: 'Shows the draft to the press, or takes back what it sees.',
      request: publicationRequest,
      answers: { 200: explanation },
      errors: [],
    },
    'GET /.well-known/jwks.json': {
      says: 'Gives the public keys by which hearing tokens can be checked.',
      request: null,
      answers: { 200: keysAnswer },
      errors: [],
    },
  },
}
