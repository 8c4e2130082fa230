import type { Region } from '../hearings/region.ts'
import type { RegionAnswer } from '../protocol/workplaces.ts'
import type { Routes } from './routes.ts'

export interface RegionRoutesOptions {
  region: Region
}

/** All courts of those who look after many. */
export function addRegionRoutes(routes: Routes, { region }: RegionRoutesOptions): void {
  routes.addStaff(
    'get',
    '/api/region',
    { permission: 'court.see', of: 'any' },
    async (_request, response, { scope }) => {
      const now: RegionAnswer = await region.view(scope)
      response.json(now)
    },
  )
}
