import {
  passkeyRequestAnswer,
  passkeySignInRequest,
  sessionMethodsAnswer,
  sessionsAnswer,
} from '../../protocol/account.ts'
import { sessionAnswer, sessionRequest } from '../../protocol/api.ts'
import type { Area } from './described.ts'

export const sessionArea: Area = {
  name: 'session',
  says: 'Signing in and out, and the sessions of whoever is signed in.',
  routes: {
    'GET /api/session/methods': {
      says: 'Tells which ways in there are beside login and password.',
      request: null,
      answers: { 200: sessionMethodsAnswer },
      errors: [],
    },
    'POST /api/session': {
      says: 'Signs in by login and password, and sets the session cookie.',
      request: sessionRequest,
      answers: { 200: sessionAnswer },
      errors: ['wrong_login', 'second_factor_needed', 'too_many_requests'],
    },
    'POST /api/session/passkey/options': {
      says: 'Gives the challenge that a passkey is to answer.',
      request: null,
      answers: { 200: passkeyRequestAnswer },
      errors: ['bad_request'],
    },
    'POST /api/session/passkey': {
      says: 'Signs in by a passkey, and sets the session cookie.',
      request: passkeySignInRequest,
      answers: { 200: sessionAnswer },
      errors: ['wrong_login'],
    },
    'GET /api/session/oidc': {
      says: 'Sends a browser to the court’s directory, or back to the sign-in page where that is away.',
      request: null,
      answers: { 303: null },
      errors: ['not_found'],
    },
    'GET /api/session/oidc/callback': {
      says: 'Takes a browser back from the court’s directory, signs in whom it names, and sends it to a page.',
      request: null,
      answers: { 303: null },
      errors: ['not_found'],
    },
    'GET /api/session': {
      says: 'Tells who is signed in, and what they may.',
      request: null,
      answers: { 200: sessionAnswer },
      errors: [],
    },
    'DELETE /api/session': {
      says: 'Signs out, also where nobody is signed in.',
      request: null,
      answers: { 204: null },
      errors: [],
    },
    'GET /api/sessions': {
      says: 'Lists one’s own sessions.',
      request: null,
      answers: { 200: sessionsAnswer },
      errors: [],
    },
    'DELETE /api/sessions': {
      says: 'Ends all of one’s own sessions, this one too.',
      request: null,
      answers: { 204: null },
      errors: [],
    },
    'DELETE /api/sessions/:sessionId': {
      says: 'Ends one of one’s own sessions.',
      request: null,
      answers: { 204: null },
      errors: ['not_found'],
    },
  },
}
