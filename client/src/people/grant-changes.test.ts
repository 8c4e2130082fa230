import type { RoleGrant } from '@press-gallery/server/protocol/identifiers'
import { describe, expect, test } from 'vitest'
import { grantChanges, toggled } from './grant-changes.ts'

const clerk: RoleGrant = { role: 'clerk', courtId: 'almaty' }
const clerkElsewhere: RoleGrant = { role: 'clerk', courtId: 'astana' }
const clerkEverywhere: RoleGrant = { role: 'clerk', courtId: null }
const auditor: RoleGrant = { role: 'auditor', courtId: 'almaty' }

describe('grantChanges()', () => {
  test('gives what is new, takes what is gone, and leaves the same role of another court alone', () => {
    expect(grantChanges([clerk, clerkElsewhere], [clerkElsewhere, auditor])).toEqual({
      give: [auditor],
      take: [clerk],
    })
  })

  test('is nothing where nothing has changed', () => {
    expect(grantChanges([clerk, auditor], [auditor, { ...clerk }])).toEqual({ give: [], take: [] })
  })
})

describe('toggled()', () => {
  test('tells a role in one court from the same in all', () => {
    const both = toggled([clerk], clerkEverywhere)
    expect(both).toEqual([clerk, clerkEverywhere])
    expect(toggled(both, clerk)).toEqual([clerkEverywhere])
  })
})
