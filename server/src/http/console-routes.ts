import { reaches, scopeOf } from '../access/scope.ts'
import type { Attendance } from '../hearings/attendance.ts'
import type { Courts } from '../hearings/courts.ts'
import type { Desk } from '../hearings/desk.ts'
import type { DeskHearing } from '../protocol/desk.ts'
import { DomainError } from '../protocol/errors.ts'
import type { ConsoleAnswer } from '../protocol/workplaces.ts'
import { courtAnswerOf } from './court-routes.ts'
import type { Routes } from './routes.ts'

export interface ConsoleRoutesOptions {
  courts: Courts
  desk: Desk
  attendance: Pick<Attendance, 'view'>
}

/** What the technician's console asks again and again: all of a court in one answer. */
export function addConsoleRoutes(routes: Routes, options: ConsoleRoutesOptions): void {
  const { courts, desk, attendance } = options

  const attendanceOf = async ({ id }: DeskHearing): Promise<ConsoleAnswer['attendance'][number]> => {
    const { hearingId, watching, seeing, hearing, alarm } = (await attendance.view(id)).attendance
    return { hearingId, watching, seeing, hearing, alarm }
  }

  routes.addStaff(
    'get',
    '/api/courts/:courtId/console',
    { permission: 'sources.manage', of: 'court' },
    async (_request, response, staff) => {
      const { courtId, grants } = staff
      const court = await courts.find(courtId)
      if (court === undefined) throw new DomainError('refused', 'no such court')
      const hearings = await desk.notOver(courtId)
      const seen = reaches(scopeOf(grants, 'hearings.attendance'), courtId)
      const underWay = seen ? hearings.filter(({ standing }) => standing.state !== 'scheduled') : []
      const answer: ConsoleAnswer = {
        court: await courtAnswerOf(court, staff, options),
        hearings,
        attendance: await Promise.all(underWay.map(attendanceOf)),
      }
      response.json(answer)
    },
  )
}
