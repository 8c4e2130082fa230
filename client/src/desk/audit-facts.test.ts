import type { AuditEntry } from '@press-gallery/server/protocol/audit'
import { expect, test } from 'vitest'
import { factsOfEntry } from './audit-facts.ts'

const entry: AuditEntry = {
  seq: 7,
  atMs: 0,
  kind: 'hearing.close',
  courtId: 'almaty',
  hearingId: 'hearing-1',
  actor: null,
  data: { role: 'clerk', person: 'p-1', others: ['p-2', 'p-3'], ground: null, version: 4, mailed: false },
  people: [
    { id: 'p-1', name: 'Aigul', login: 'aigul' },
    { id: 'p-2', name: 'Berik', login: 'berik' },
    { id: 'p-3', name: null, login: null },
  ],
  hash: '0'.repeat(64),
}

test('factsOfEntry() names people as far as they are known, and leaves out what is nothing', () => {
  expect(factsOfEntry(entry)).toEqual([
    { name: 'role', value: 'clerk' },
    { name: 'person', value: 'Aigul' },
    { name: 'others', value: 'Berik, p-3' },
    { name: 'version', value: '4' },
    { name: 'mailed', value: 'false' },
  ])
})
