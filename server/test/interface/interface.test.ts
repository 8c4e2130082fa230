import { describe, expect, it } from 'vitest'
import { describedRoutes } from '../../src/http/interface/areas.ts'
import { routeKey } from '../../src/http/interface/described.ts'
import { pagePaths } from '../../src/http/pages.ts'
import type { ListedRoute } from '../../src/http/routes.ts'
import { startHttp } from '../http-fixture.ts'
import { accountCases } from './account-cases.ts'
import { accreditationCases } from './accreditation-cases.ts'
import { createWorld, type Case } from './case.ts'
import { derivedCases } from './derived-cases.ts'
import { hearingCases, hlsCases } from './hearing-cases.ts'
import { screenCases } from './screen-cases.ts'
import { noDirectoryCases, sessionCases } from './session-cases.ts'
import { auditCases, courtCases, healthCases, peopleCases, serverCases } from './staff-cases.ts'
import { outcomesOf, tryCase } from './try-case.ts'

const isPage = ({ path }: ListedRoute): boolean => pagePaths.includes(path)
// Nothing listens there.
const directory = { issuer: 'http://127.0.0.1:9', clientId: 'press-gallery', clientSecret: 'a secret' }

interface Story {
  name: string
  cases: (listed: readonly ListedRoute[]) => readonly Case[]
  options?: Parameters<typeof startHttp>[0]
}

const stories: Story[] = [
  {
    name: 'what routes of a kind have in common',
    cases: (listed) =>
      listed.flatMap((route) => {
        const { [routeKey(route)]: described } = describedRoutes
        return described === undefined ? [] : derivedCases(route, described)
      }),
  },
  { name: 'session', cases: () => sessionCases, options: { directory } },
  { name: 'session, without a directory', cases: () => noDirectoryCases },
  { name: 'account', cases: () => accountCases },
  { name: 'hearings', cases: () => hearingCases },
  { name: 'hls', cases: () => hlsCases },
  { name: 'accreditation', cases: () => accreditationCases },
  { name: 'people', cases: () => peopleCases },
  { name: 'courts', cases: () => courtCases },
  { name: 'screens', cases: () => screenCases },
  { name: 'audit', cases: () => auditCases },
  { name: 'server', cases: () => serverCases },
  { name: 'health', cases: () => healthCases },
]

describe('the description of the interface', () => {
  const tried = new Set<string>()
  let routes: readonly ListedRoute[] = []

  it.each(stories)('is what the server does: $name', async ({ cases, options }) => {
    const http = await startHttp(options)
    const problems: string[] = []
    try {
      routes = http.routes.listed
      const byKey = new Map(routes.map((route) => [routeKey(route), route]))
      const world = createWorld(http)
      for (const one of cases(routes)) {
        const listed = byKey.get(one.route)
        const { [one.route]: described } = describedRoutes
        if (listed === undefined || described === undefined) {
          problems.push(`there is no ${one.route}`)
          continue
        }
        try {
          tried.add(`${one.route} → ${await tryCase(world, one, listed, described)}`)
        } catch (error) {
          problems.push(String(error))
        }
      }
    } finally {
      await http.stop()
    }
    expect(problems).toEqual([])
  })

  it('has each route that is no page, and no other', () => {
    const served = routes.filter((route) => !isPage(route)).map(routeKey)
    expect(Object.keys(describedRoutes).toSorted()).toEqual(served.toSorted())
  })

  it('has nothing that was not tried', () => {
    const described = routes.flatMap((route) => {
      const { [routeKey(route)]: one } = describedRoutes
      return one === undefined ? [] : outcomesOf(route, one).map((what) => `${routeKey(route)} → ${what}`)
    })
    expect(described.filter((outcome) => !tried.has(outcome))).toEqual([])
    expect(tried.size).toBe(described.length)
  })
})
