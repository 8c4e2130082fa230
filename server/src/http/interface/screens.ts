import {
  pairingAnswer,
  pairingRequest,
  pairingState,
  pairRequest,
  screenChange,
  screensAnswer,
  screenSummary,
} from '../../protocol/screens.ts'
import type { Area } from './described.ts'

export const screensArea: Area = {
  name: 'screens',
  says: 'Displays of press centres and buttons on benches: pairing, what they show, removal.',
  routes: {
    'POST /api/pairings': {
      says: 'Begins the pairing of a device, and gives the code that it is to show.',
      request: pairingRequest,
      answers: { 201: pairingAnswer },
      errors: ['too_many_requests'],
    },
    'GET /api/pairings/mine': {
      says: 'Tells a device how its pairing stands, and sets its session cookie once it is paired.',
      request: null,
      answers: { 200: pairingState },
      errors: [],
    },
    'GET /api/courts/:courtId/screens': {
      says: 'Lists the displays and benches of a court.',
      request: null,
      answers: { 200: screensAnswer },
      errors: [],
    },
    'POST /api/courts/:courtId/screens': {
      says: 'Pairs the device that shows a code.',
      request: pairRequest,
      answers: { 201: screenSummary },
      errors: ['code_unknown', 'courtroom_retired', 'too_many_requests'],
    },
    'PATCH /api/screens/:screenId': {
      says: 'Renames a device, or changes what it shows; it follows at once.',
      request: screenChange,
      answers: { 200: screenSummary },
      errors: [],
    },
    'POST /api/screens/:screenId/blink': {
      says: 'Has a display show its name in large letters for a moment.',
      request: null,
      answers: { 204: null },
      errors: [],
    },
    'DELETE /api/screens/:screenId': {
      says: 'Removes a device: its session ends at once.',
      request: null,
      answers: { 204: null },
      errors: [],
    },
  },
}
