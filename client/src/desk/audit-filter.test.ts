import { auditExportQuery, auditSearchRequest } from '@press-gallery/server/protocol/audit'
import { describe, expect, test } from 'vitest'
import { emptyAuditDraft, exportPathOf, filterOf, headsIn } from './audit-filter.ts'

const full = {
  courtId: 'almaty',
  caseNumber: ' 7599-25-00-4/17',
  kind: 'hearing',
  person: ' Айгүл & Ко ',
  from: '2026-11-25T10:00',
  until: '2026-11-26T10:00',
}

describe('filterOf()', () => {
  test('asks for nothing where nothing was entered', () => {
    expect(filterOf(emptyAuditDraft)).toEqual({})
    expect(filterOf({ ...emptyAuditDraft, person: '  ', caseNumber: ' ', from: 'soon' })).toEqual({})
  })

  test('asks for what the server takes', () => {
    const filter = filterOf(full)
    expect(filter.person).toBe('Айгүл & Ко')
    expect(auditSearchRequest.safeParse(filter).success).toBe(true)
  })
})

describe('exportPathOf()', () => {
  test('says the same in an address', () => {
    const filter = filterOf(full)
    const { searchParams } = new URL(exportPathOf(filter), 'http://localhost')
    expect(auditExportQuery.parse(Object.fromEntries(searchParams))).toEqual(filter)
    expect(exportPathOf({})).toBe('/api/audit/export')
  })
})

describe('headsIn()', () => {
  const hash = 'ab'.repeat(32)

  test.for([
    ['', []],
    [` \n\n`, []],
    [`41 ${hash}`, [{ seq: 41, hash }]],
    [
      `seq: 41, hash: ${hash.toUpperCase()}.\n42: ${'01'.repeat(32)}\n`,
      [
        { seq: 41, hash },
        { seq: 42, hash: '01'.repeat(32) },
      ],
    ],
    [`{"seq":7,"hash":"${hash}"}`, [{ seq: 7, hash }]],
  ] as const)('of %j', ([text, heads]) => {
    expect(headsIn(text)).toEqual(heads)
  })

  test.for(['41', hash, `41 ${hash}a`, `${hash} forty`])('is null for %s', (text) => {
    expect(headsIn(text)).toBeNull()
  })
})
