import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { createSessions } from './sessions.ts'

describe('sessions', () => {
  it('outlive a restart, end on time and by signing out, and are not stored in clear', () => {
    const clock = { nowMs: 1_000_000 }
    const database = new DatabaseSync(':memory:')
    const open = () => createSessions(database, 60, () => clock.nowMs)
    const one = open().create('journalist')
    const two = open().create('journalist')
    expect(one.id).toMatch(/^[\w-]{43}$/)
    expect(open().find(one.id)).toBe('journalist')
    expect(open().find('guessed')).toBeUndefined()
    const stored = JSON.stringify(
      database.prepare('SELECT hex(hash), kind, login, ends_ms FROM secret_cookies').all(),
    )
    expect(stored).not.toContain(one.id)
    expect(stored).not.toContain(Buffer.from(one.id).toString('hex').toUpperCase())

    open().end(one.id)
    expect(open().find(one.id)).toBeUndefined()
    expect(open().find(two.id)).toBe('journalist')
    clock.nowMs += 60_000
    expect(open().find(two.id)).toBeUndefined()
  })

  it('does not take a device cookie for a session', () => {
    const sessions = createSessions(new DatabaseSync(':memory:'), 60, () => 1)
    const device = sessions.rememberDevice('journalist')
    expect(sessions.find(device.id)).toBeUndefined()
    expect(sessions.knowsDevice(device.id, 'journalist')).toBe(true)
    expect(sessions.knowsDevice(device.id, 'technician')).toBe(false)
  })
})
