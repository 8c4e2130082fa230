import {
  invitedAnswer,
  journalistChangeRequest,
  journalistInviteRequest,
  madeLink,
  peopleAnswer,
  personChangeRequest,
  personInviteRequest,
  personSummary,
  resetLinkRequest,
} from '../../protocol/people.ts'
import type { Area } from './described.ts'

export const peopleArea: Area = {
  name: 'people',
  says: 'The people of a court and its journalists: invitations, roles, links, removal.',
  routes: {
    'GET /api/courts/:courtId/people': {
      says: 'Lists the people of a court.',
      request: null,
      answers: { 200: peopleAnswer },
      errors: [],
    },
    'POST /api/courts/:courtId/people': {
      says: 'Invites somebody, by mail where that is possible.',
      request: personInviteRequest,
      answers: { 200: invitedAnswer },
      errors: ['taken'],
    },
    'PATCH /api/people/:personId': {
      says: 'Changes somebody’s particulars, and gives and takes roles.',
      request: personChangeRequest,
      answers: { 200: personSummary },
      errors: [],
    },
    'DELETE /api/people/:personId': {
      says: 'Removes somebody from everywhere, at once.',
      request: null,
      answers: { 204: null },
      errors: [],
    },
    'POST /api/people/:personId/reset-link': {
      says: 'Makes a link by which somebody chooses a password.',
      request: resetLinkRequest,
      answers: { 200: madeLink },
      errors: [],
    },
    'GET /api/courts/:courtId/journalists': {
      says: 'Lists the journalists of a court.',
      request: null,
      answers: { 200: peopleAnswer },
      errors: [],
    },
    'POST /api/courts/:courtId/journalists': {
      says: 'Invites a journalist; one whom another court has invited gets the role here as well.',
      request: journalistInviteRequest,
      answers: { 200: invitedAnswer },
      errors: ['taken'],
    },
    'PATCH /api/courts/:courtId/journalists/:journalistId': {
      says: 'Changes the particulars of a journalist of this court alone, but the address.',
      request: journalistChangeRequest,
      answers: { 200: personSummary },
      errors: [],
    },
    'DELETE /api/courts/:courtId/journalists/:journalistId': {
      says: 'Takes a journalist’s role in this court, and with the last role the person.',
      request: null,
      answers: { 204: null },
      errors: [],
    },
    'POST /api/courts/:courtId/journalists/:journalistId/reset-link': {
      says: 'Makes a link by which a journalist chooses a password.',
      request: resetLinkRequest,
      answers: { 200: madeLink },
      errors: [],
    },
  },
}
