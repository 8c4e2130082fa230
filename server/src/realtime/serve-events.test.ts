import { EventEmitter } from 'node:events'
import { pino } from 'pino'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { DomainError } from '../protocol/errors.ts'
import { GuardedEvent } from './guarded-event.ts'
import { serveEvents, type EventPeer } from './serve-events.ts'

const log = pino({ level: 'silent' })

/** A connection without a network: `say` is what arrives from the other side. */
function peer(): EventPeer & { say(...values: unknown[]): void; disconnected: boolean } {
  const events = new EventEmitter<{ any: [string, ...unknown[]] }>()
  return {
    disconnected: false,
    onAny: (listener) => events.on('any', listener),
    disconnect() {
      this.disconnected = true
    },
    say: (name, ...values) => events.emit('any', String(name), ...values),
  }
}

const schema = z.strictObject({ token: z.string(), hearingId: z.string() })

function serve(on: EventPeer, overrides: { viewing?: string | null; allowed?: boolean } = {}): void {
  serveEvents<'codecs' | 'join' | 'leave' | 'broken', string>(on, {
    events: {
      codecs: GuardedEvent.public(() => 'codecs'),
      join: GuardedEvent.withToken(schema, (_, { login }) => `joined as ${login}`),
      leave: GuardedEvent.whileViewing((viewing) => `left ${viewing}`),
      broken: GuardedEvent.public(() => {
        throw new Error('the inside of the server')
      }),
    },
    asker: {
      admit: (token, hearingId) => {
        if (token !== 'good') throw new DomainError('refused', 'no')
        return { hearingId, login: 'a', role: 'journalist', tokenId: '1', expiresAtMs: 1 }
      },
      viewing: () => overrides.viewing ?? null,
    },
    allow: () => Promise.resolve(overrides.allowed ?? true),
    onAnswered: () => undefined,
    log,
  })
}

async function ask(on: ReturnType<typeof peer>, ...request: unknown[]): Promise<unknown> {
  const ack = vi.fn<(answer: unknown) => void>()
  on.say(...request, ack)
  await vi.waitFor(() => expect(ack).toHaveBeenCalledOnce())
  return ack.mock.calls[0]?.[0]
}

describe('serveEvents', () => {
  it('refuses to register an event that has no access rule', () => {
    const withoutRule: unknown = { hasPayload: false, answer: () => 'anything' }
    expect(() =>
      serveEvents<'open', null>(peer(), {
        // @ts-expect-error: it does not even compile.
        events: { open: withoutRule },
        asker: {
          admit: () => {
            throw new Error('not asked')
          },
          viewing: () => null,
        },
        allow: () => Promise.resolve(true),
        onAnswered: () => undefined,
        log,
      }),
    ).toThrow('open has no access rule')
    // @ts-expect-error: nor can a guarded event be made but by naming its rule.
    expect(() => new GuardedEvent(false, () => 'anything')).toBeDefined()
  })

  it('answers what is public to anyone', async () => {
    const someone = peer()
    serve(someone)
    expect(await ask(someone, 'codecs')).toEqual({ ok: true, data: 'codecs' })
  })

  it('asks the gate before an event that needs a token', async () => {
    const someone = peer()
    serve(someone)
    expect(await ask(someone, 'join', { token: 'good', hearingId: 'h' })).toEqual({
      ok: true,
      data: 'joined as a',
    })
    expect(await ask(someone, 'join', { token: 'bad', hearingId: 'h' })).toEqual({
      ok: false,
      error: { code: 'refused' },
    })
  })

  it('refuses what only viewers may ask', async () => {
    const stranger = peer()
    serve(stranger)
    expect(await ask(stranger, 'leave')).toEqual({ ok: false, error: { code: 'refused' } })
    const viewer = peer()
    serve(viewer, { viewing: 'h' })
    expect(await ask(viewer, 'leave')).toEqual({ ok: true, data: 'left h' })
  })

  it('tells nothing of an inner error but that there was one', async () => {
    const someone = peer()
    serve(someone)
    expect(await ask(someone, 'broken')).toEqual({ ok: false, error: { code: 'internal' } })
  })

  it('answers too_many_requests to whoever asks too much', async () => {
    const someone = peer()
    serve(someone, { allowed: false })
    expect(await ask(someone, 'codecs')).toEqual({ ok: false, error: { code: 'too_many_requests' } })
  })

  it.each([
    { name: 'a payload that does not fit', request: ['join', { token: 1 }] },
    { name: 'a payload with more in it', request: ['join', { token: 'good', hearingId: 'h', admin: true }] },
    { name: 'null', request: ['join', null] },
  ])('answers bad_request to $name', async ({ request }) => {
    const someone = peer()
    serve(someone)
    expect(await ask(someone, ...request)).toEqual({ ok: false, error: { code: 'bad_request' } })
  })

  it.each([
    { name: 'an unknown event', request: ['admin', () => undefined] },
    { name: 'an event of Object.prototype', request: ['constructor', () => undefined] },
    { name: 'no acknowledgement', request: ['codecs'] },
    { name: 'no payload where one is due', request: ['join', () => undefined] },
    { name: 'a payload where none is due', request: ['codecs', {}, () => undefined] },
    { name: 'bad payloads', request: ['join', 7, () => undefined] },
  ])('disconnects a peer that goes on with $name', async ({ request }) => {
    const someone = peer()
    serve(someone)
    for (let i = 0; i < 19; i++) someone.say(...request)
    // Let the answers of those that get one come to their end.
    await ask(someone, 'codecs')
    expect(someone.disconnected).toBe(false)
    someone.say(...request)
    await vi.waitFor(() => expect(someone.disconnected).toBe(true))
  })
})
