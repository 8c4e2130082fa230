import { mayDo } from '../../src/access/permissions.ts'
import { parametersOf, routeKey, type Described } from '../../src/http/interface/described.ts'
import type { ListedRoute } from '../../src/http/routes.ts'
import { pairedScreen, type Case } from './case.ts'
import { manageAllCourts } from './preparations.ts'

/** Of the test court's staff. */
const staff = [
  { login: 'admin', role: 'administrator' },
  { login: 'press', role: 'press_officer' },
  { login: 'clerk', role: 'clerk' },
  { login: 'technician', role: 'technician' },
  { login: 'auditor', role: 'auditor' },
  { login: 'judge', role: 'judge_coordinator' },
] as const

/** Nobody else gets a body read. */
function whoMay({ rule }: ListedRoute): Pick<Case, 'as' | 'before'> {
  if (rule === 'public') return {}
  if (typeof rule !== 'object') return { as: 'journalist' }
  const may = staff.find(({ role }) => mayDo(role, rule.permission))
  if (may === undefined) throw new TypeError(`nobody holds ${rule.permission}`)
  return rule.of === 'all' ? { as: may.login, before: manageAllCourts } : { as: may.login }
}

const json = { 'Content-Type': 'application/json' }

/** There is none before it was paired: tried with the other cases of screens. */
const isOfScreen = ({ rule }: ListedRoute): boolean => typeof rule === 'object' && rule.of === 'screen'

/** What every route of its kind has to answer alike. None of it changes anything. */
export function derivedCases(listed: ListedRoute, { request }: Described): Case[] {
  const { method, path, rule } = listed
  const route = routeKey(listed)
  const [parameter] = parametersOf(path)
  // Who may not is told so, whatever they send: it is not even read.
  const unread = request === null || method === 'get' ? {} : { body: '{'.repeat(300_000), headers: json }
  return [
    ...(rule === 'session' || rule === 'session_or_device' || typeof rule === 'object'
      ? [{ route, gives: 'not_signed_in' as const, ...unread }]
      : []),
    ...(rule === 'session' ? [{ route, gives: 'refused' as const, as: pairedScreen }] : []),
    ...(typeof rule === 'object' ? [{ route, gives: 'refused' as const, as: 'stranger', ...unread }] : []),
    ...(rule === 'operator'
      ? [{ route, gives: 'not_found' as const, headers: { 'X-Forwarded-For': '203.0.113.9' } }]
      : []),
    ...(method === 'get'
      ? []
      : [{ route, gives: 'refused' as const, headers: { Origin: 'https://evil.example' } }]),
    ...(parameter === undefined
      ? []
      : [{ route, gives: 'bad_request' as const, names: { [parameter]: '%E0%A4%A' } }]),
    ...(request === null || typeof request === 'string' || isOfScreen(listed)
      ? []
      : [
          {
            route,
            gives: 'bad_request' as const,
            headers: json,
            body: '{',
            ...whoMay(listed),
          },
          { route, gives: 'too_large' as const, body: { much: 'x'.repeat(300_000) }, ...whoMay(listed) },
        ]),
  ]
}
