import { rotationRequest, serverHealthAnswer, serverKeysAnswer } from '../../protocol/server-health.ts'
import type { Area } from './described.ts'

export const serverArea: Area = {
  name: 'server',
  says: 'The server itself, for administrators of all courts: how its parts are, and its keys.',
  routes: {
    'GET /api/server/health': {
      says: 'Tells how every part of the server is, and what is wrong with it.',
      request: null,
      answers: { 200: serverHealthAnswer },
      errors: [],
    },
    'GET /api/server/keys': {
      says: 'Lists the keys that sign hearing tokens, and those that courts seal to; nothing private.',
      request: null,
      answers: { 200: serverKeysAnswer },
      errors: [],
    },
    'POST /api/server/keys/rotation': {
      says: 'Puts a new signing key in place; tokens of the one before stay good until they end.',
      request: rotationRequest,
      answers: { 200: serverKeysAnswer },
      errors: ['state_moved_on'],
    },
  },
}
