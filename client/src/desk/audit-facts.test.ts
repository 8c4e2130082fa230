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
    { name: 'role', value: { kind: 'role', role: 'clerk', courtId: null } },
    { name: 'person', value: { kind: 'text', text: 'Aigul' } },
    { name: 'others', value: { kind: 'text', text: 'Berik, p-3' } },
    { name: 'version', value: { kind: 'text', text: '4' } },
    { name: 'mailed', value: { kind: 'flag', is: false } },
  ])
})

test('factsOfEntry() tells times and states of a hearing from texts', () => {
  const data = { from: 'live', to: 'nowhere', fromMs: 5, slowestMs: 5, role: 'clerk@court-1' }
  expect(factsOfEntry({ ...entry, data })).toEqual([
    { name: 'from', value: { kind: 'state', state: 'live' } },
    { name: 'to', value: { kind: 'text', text: 'nowhere' } },
    { name: 'fromMs', value: { kind: 'time', ms: 5 } },
    { name: 'slowestMs', value: { kind: 'text', text: '5' } },
    { name: 'role', value: { kind: 'role', role: 'clerk', courtId: 'court-1' } },
  ])
})
