import { parametersOf, routeKey, type Described } from '../../src/http/interface/described.ts'
import type { ListedRoute } from '../../src/http/routes.ts'
import { pairedScreen, type Case } from './case.ts'

/** What every route of its kind has to answer alike. None of it changes anything. */
export function derivedCases(listed: ListedRoute, { request }: Described): Case[] {
  const { method, path, rule } = listed
  const route = routeKey(listed)
  const [parameter] = parametersOf(path)
  return [
    ...(rule === 'session' || rule === 'session_or_device' || typeof rule === 'object'
      ? [{ route, gives: 'not_signed_in' as const }]
      : []),
    ...(rule === 'session' ? [{ route, gives: 'refused' as const, as: pairedScreen }] : []),
    ...(typeof rule === 'object' ? [{ route, gives: 'refused' as const, as: 'stranger' }] : []),
    ...(rule === 'operator'
      ? [{ route, gives: 'not_found' as const, headers: { 'X-Forwarded-For': '203.0.113.9' } }]
      : []),
    ...(method === 'get'
      ? []
      : [{ route, gives: 'refused' as const, headers: { Origin: 'https://evil.example' } }]),
    ...(parameter === undefined
      ? []
      : [{ route, gives: 'bad_request' as const, names: { [parameter]: '%E0%A4%A' } }]),
    ...(request === null || typeof request === 'string'
      ? []
      : [
          {
            route,
            gives: 'bad_request' as const,
            headers: { 'Content-Type': 'application/json' },
            body: '{',
          },
          { route, gives: 'too_large' as const, body: { much: 'x'.repeat(300_000) } },
        ]),
  ]
}
