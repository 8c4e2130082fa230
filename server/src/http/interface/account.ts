import {
  accountAnswer,
  accountChangeRequest,
  linkLookAnswer,
  linkLookRequest,
  linkUseRequest,
  passkeyAddRequest,
  passkeyCreationAnswer,
  passkeysAnswer,
  passkeySummary,
  passwordAgainRequest,
  passwordChangeRequest,
  recoveryCodesAnswer,
  totpBegunAnswer,
  totpConfirmRequest,
} from '../../protocol/account.ts'
import { ownAccreditationsAnswer, calendarAnswer } from '../../protocol/accreditation.ts'
import { sessionAnswer } from '../../protocol/api.ts'
import type { Area } from './described.ts'

export const accountArea: Area = {
  name: 'account',
  says: 'What people do with their own account, and the one-time links that lead to one.',
  routes: {
    'GET /api/account': {
      says: 'Tells one’s own particulars.',
      request: null,
      answers: { 200: accountAnswer },
      errors: [],
    },
    'PATCH /api/account': {
      says: 'Changes one’s own name or language.',
      request: accountChangeRequest,
      answers: { 200: accountAnswer },
      errors: [],
    },
    'POST /api/account/password': {
      says: 'Changes one’s own password, and ends all one’s other sessions.',
      request: passwordChangeRequest,
      answers: { 204: null },
      errors: ['wrong_login', 'too_many_requests'],
    },
    'POST /api/account/totp': {
      says: 'Begins to set up an authenticator app.',
      request: null,
      answers: { 200: totpBegunAnswer },
      errors: ['taken'],
    },
    'POST /api/account/totp/confirm': {
      says: 'Sets up the authenticator app that was begun, and gives recovery codes.',
      request: totpConfirmRequest,
      answers: { 200: recoveryCodesAnswer },
      errors: ['wrong_login', 'not_found', 'taken'],
    },
    'DELETE /api/account/totp': {
      says: 'Takes the authenticator app away.',
      request: passwordAgainRequest,
      answers: { 204: null },
      errors: ['wrong_login', 'too_many_requests'],
    },
    'POST /api/account/recovery-codes': {
      says: 'Gives ten new recovery codes for the ones before.',
      request: passwordAgainRequest,
      answers: { 200: recoveryCodesAnswer },
      errors: ['wrong_login', 'too_many_requests', 'not_found'],
    },
    'POST /api/account/passkeys/options': {
      says: 'Gives the challenge that a new passkey is to answer.',
      request: null,
      answers: { 200: passkeyCreationAnswer },
      errors: ['bad_request'],
    },
    'POST /api/account/passkeys': {
      says: 'Adds a passkey.',
      request: passkeyAddRequest,
      answers: { 200: passkeySummary },
      errors: ['taken'],
    },
    'GET /api/account/passkeys': {
      says: 'Lists one’s own passkeys.',
      request: null,
      answers: { 200: passkeysAnswer },
      errors: [],
    },
    'DELETE /api/account/passkeys/:passkeyId': {
      says: 'Takes a passkey away.',
      request: null,
      answers: { 204: null },
      errors: ['not_found'],
    },
    'GET /api/account/accreditations': {
      says: 'Lists one’s own accreditations and requests, the newest first.',
      request: null,
      answers: { 200: ownAccreditationsAnswer },
      errors: [],
    },
    'POST /api/account/calendar': {
      says: 'Makes a secret address of one’s own calendar of hearings; the earlier one ends.',
      request: null,
      answers: { 201: calendarAnswer },
      errors: [],
    },
    'GET /calendar/:secret.ics': {
      says: 'Gives the calendar of whoever made the address.',
      request: null,
      answers: { 200: ['text/calendar'] },
      errors: ['not_found'],
    },
    'POST /api/links/look': {
      says: 'Tells whom a one-time link is for.',
      request: linkLookRequest,
      answers: { 200: linkLookAnswer },
      errors: ['link_ended'],
    },
    'POST /api/links/use': {
      says: 'Spends a one-time link: sets the password, ends all earlier sessions and signs in.',
      request: linkUseRequest,
      answers: { 200: sessionAnswer },
      errors: ['link_ended', 'second_factor_needed', 'wrong_login', 'too_many_requests'],
    },
  },
}
