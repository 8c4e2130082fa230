import type { Calendars } from '../accreditation/calendar.ts'
import { DomainError } from '../protocol/errors.ts'
import type { CookieSettings } from './cookies.ts'
import { pathText } from './path-parameter.ts'
import type { Routes } from './routes.ts'
import { originOf } from './session-cookies.ts'

export interface CalendarRoutesOptions {
  calendars: Calendars
  cookies: CookieSettings
}

export function addCalendarRoutes(routes: Routes, { calendars, cookies }: CalendarRoutesOptions): void {
  routes.add('post', '/api/account/calendar', 'session', async (_request, response, { personId }) => {
    response.status(201).json({ path: `/calendar/${await calendars.make(personId)}.ics` })
  })

  // Calendar programs know no session: whoever has the address may read.
  routes.add('get', '/calendar/:secret.ics', 'public', async (request, response) => {
    const found = await calendars.read(pathText(request, 'secret'), originOf(request, cookies))
    if (found === null) throw new DomainError('not_found', 'nobody has this calendar')
    response
      .set('Cache-Control', 'private, no-store')
      .set('Referrer-Policy', 'no-referrer')
      .type('text/calendar; charset=utf-8')
      .send(found)
  })
}
