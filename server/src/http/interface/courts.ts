import { courtUndertakingAnswer, undertakingChangeRequest } from '../../protocol/accreditation.ts'
import { undertaking } from '../../protocol/attendance.ts'
import {
  courtAnswer,
  courtChange,
  courtRequest,
  courtroomChange,
  courtroomRequest,
  courtroomSummary,
  courtsAnswer,
  courtSummary,
  groundsRequest,
  retirementRequest,
} from '../../protocol/desk.ts'
import { regionAnswer } from '../../protocol/workplaces.ts'
import {
  consoleAnswer,
  previewAnswer,
  previewQuery,
  sourceTestAnswer,
  sourceTestRequest,
} from '../../protocol/workplaces.ts'
import type { Area } from './described.ts'

export const courtsArea: Area = {
  name: 'courts',
  says: 'Setting up courts: names, courtrooms and cameras, grounds for closing, the undertaking.',
  routes: {
    'GET /api/courts': {
      says: 'Lists the courts of whoever asks.',
      request: null,
      answers: { 200: courtsAnswer },
      errors: [],
    },
    'GET /api/region': {
      says: 'Tells how every courtroom of all courts of whoever asks is doing.',
      request: null,
      answers: { 200: regionAnswer },
      errors: [],
    },
    'POST /api/courts': {
      says: 'Makes a court; for those who manage all of them.',
      request: courtRequest,
      answers: { 201: courtSummary },
      errors: ['taken'],
    },
    'GET /api/courts/:courtId': {
      says: 'Tells a court’s particulars, courtrooms and grounds for closing.',
      request: null,
      answers: { 200: courtAnswer },
      errors: [],
    },
    'PATCH /api/courts/:courtId': {
      says: 'Changes a court’s names, contact or key for closed sessions.',
      request: courtChange,
      answers: { 204: null },
      errors: [],
    },
    'DELETE /api/courts/:courtId': {
      says: 'Removes a court that has neither courtrooms nor people, and where nobody was accredited; for those who manage all of them.',
      request: null,
      answers: { 204: null },
      errors: ['in_use'],
    },
    'POST /api/courts/:courtId/courtrooms': {
      says: 'Adds a courtroom with its camera.',
      request: courtroomRequest,
      answers: { 201: courtroomSummary },
      errors: ['taken'],
    },
    'PATCH /api/courtrooms/:courtroomId': {
      says: 'Changes a courtroom’s name (for who manages the court), or its camera, under way as well: viewers keep their connections.',
      request: courtroomChange,
      answers: { 204: null },
      errors: ['state_moved_on'],
    },
    'DELETE /api/courtrooms/:courtroomId': {
      says: 'Removes a courtroom that no hearing, over or not, and no device names; its camera is let go of at once.',
      request: null,
      answers: { 204: null },
      errors: ['in_use'],
    },
    'POST /api/courtrooms/:courtroomId/retirement': {
      says: 'Takes a courtroom out of use, keeping its name for what was held there, or brings it back; its camera is let go of, or taken up, at once.',
      request: retirementRequest,
      answers: { 204: null },
      errors: ['in_use'],
    },
    'GET /api/courtrooms/:courtroomId/preview': {
      says: 'Shows what a courtroom’s camera gives: a still picture, and how loud it was; dark in recess and closed session.',
      request: null,
      query: previewQuery,
      answers: { 200: previewAnswer },
      errors: [],
    },
    'GET /api/courts/:courtId/console': {
      says: 'Tells of all courtrooms of a court in one answer: cameras, hearings that are not over, and who gets those under way.',
      request: null,
      answers: { 200: consoleAnswer },
      errors: [],
    },
    'POST /api/courts/:courtId/source-tests': {
      says: 'Tries a camera without putting it anywhere: its first picture, or why there is none, in 5 s at most.',
      request: sourceTestRequest,
      answers: { 200: sourceTestAnswer },
      errors: ['too_many_requests'],
    },
    'PUT /api/courts/:courtId/grounds': {
      says: 'Sets the whole list of grounds for closing a session.',
      request: groundsRequest,
      answers: { 204: null },
      errors: ['taken'],
    },
    'GET /api/courts/:courtId/undertaking': {
      says: 'Tells what a court’s journalists have to accept.',
      request: null,
      answers: { 200: courtUndertakingAnswer },
      errors: [],
    },
    'PUT /api/courts/:courtId/undertaking': {
      says: 'Sets what a court’s journalists have to accept, everybody anew.',
      request: undertakingChangeRequest,
      answers: { 200: undertaking },
      errors: [],
    },
  },
}
