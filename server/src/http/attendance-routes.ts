import type { Attendance } from '../hearings/attendance.ts'
import type { AttendanceView } from '../protocol/attendance.ts'
import { pathId } from './path-parameter.ts'
import type { Routes } from './routes.ts'

export interface AttendanceRoutesOptions {
  attendance: Attendance
}

/** Who watches a hearing, and what they get of it. */
export function addAttendanceRoutes(routes: Routes, { attendance }: AttendanceRoutesOptions): void {
  routes.addStaff(
    'get',
    '/api/hearings/:hearingId/attendance',
    { permission: 'hearings.attendance', of: 'hearing' },
    async (request, response) => {
      const view: AttendanceView = (await attendance.view(pathId(request, 'hearingId'))).attendance
      response.json(view)
    },
  )
}
