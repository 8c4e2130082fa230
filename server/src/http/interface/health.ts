import { healthAnswer, readinessAnswer } from '../../protocol/health.ts'
import type { Area } from './described.ts'

export const healthArea: Area = {
  name: 'health',
  says: 'For whoever runs the server, and this description.',
  routes: {
    'GET /healthz': {
      says: 'Tells that the process answers.',
      request: null,
      answers: { 200: healthAnswer },
      errors: [],
    },
    'GET /readyz': {
      says: 'Tells whether every part can do its work.',
      request: null,
      answers: { 200: readinessAnswer, 503: readinessAnswer },
      errors: [],
    },
    'GET /metrics': {
      says: 'Gives figures in the text format of Prometheus.',
      request: null,
      answers: { 200: ['text/plain'] },
      errors: [],
    },
    'GET /api/openapi.json': {
      says: 'Gives this description.',
      request: null,
      // Its own schema has a field `$ref`, which many a reader would take for a reference.
      answers: { 200: ['application/json'] },
      errors: [],
    },
  },
}
