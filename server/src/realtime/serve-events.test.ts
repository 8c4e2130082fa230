import { EventEmitter } from 'node:events'
import { pino } from 'pino'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import type { Admission } from '../access/gate.ts'
import type { Permission } from '../access/permissions.ts'
import { DomainError } from '../protocol/errors.ts'
import { GuardedEvent, listEvents } from './guarded-event.ts'
import { serveEvents, type EventPeer, type EventTable } from './serve-events.ts'

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
const said = z.strictObject({ word: z.string() })
const asked = z.strictObject({ hearingId: z.string() })

class Connection {
  readonly #viewing: string | null
  constructor(viewing: string | null) {
    this.#viewing = viewing
  }
  async admit(token: string | undefined, hearingId: string): Promise<Admission> {
    await Promise.resolve()
    if (token !== 'good') throw new DomainError('refused', 'no')
    return { hearingId, subjectId: 'a', role: 'journalist', tokenId: '1', expiresAtMs: 1 }
  }
  viewing(): string | null {
    return this.#viewing
  }
  attending(): string | null {
    return this.#viewing
  }
  permitted(permission: Permission, hearingId: string): Promise<void> {
    if (permission === 'hearings.attendance' && hearingId === 'ours') return Promise.resolve()
    return Promise.reject(new DomainError('refused', 'no'))
  }
}

const events: EventTable<string, Connection> = {
  codecs: GuardedEvent.public(() => 'codecs'),
  join: GuardedEvent.withToken(
    'webrtc',
    schema,
    (_: Connection, __, { subjectId }) => `joined as ${subjectId}`,
  ),
  start: GuardedEvent.whileViewing((_: Connection, viewing: string) => `started ${viewing}`),
  say: GuardedEvent.whileAttending((attending: string, { word }) => `${attending} says ${word}`, said),
  leave: GuardedEvent.whilePresent(() => 'left'),
  follow: GuardedEvent.forStaff('hearings.attendance', asked, (_, { hearingId }) => `follows ${hearingId}`),
  order: GuardedEvent.forStaff('hearings.order', asked, () => 'ordered'),
  broken: GuardedEvent.public(() => {
    throw new Error('the inside of the server')
  }),
}

function serve(on: EventPeer, overrides: { viewing?: string | null; allowed?: boolean } = {}): void {
  serveEvents(on, {
    events,
    connection: new Connection(overrides.viewing ?? null),
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
        connection: null,
        allow: () => Promise.resolve(true),
        onAnswered: () => undefined,
        log,
      }),
    ).toThrow('open has no access rule')
    // @ts-expect-error: nor can a guarded event be made but by naming its rule.
    expect(() => new GuardedEvent({ kind: 'public' }, false, () => 'anything')).toBeDefined()
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

  it.each([
    { event: ['start'], answer: 'started h' },
    { event: ['say', { word: 'a' }], answer: 'h says a' },
    { event: ['leave'], answer: 'left' },
  ])('refuses $event of whoever is not there', async ({ event, answer }) => {
    const stranger = peer()
    serve(stranger)
    expect(await ask(stranger, ...event)).toEqual({ ok: false, error: { code: 'refused' } })
    const viewer = peer()
    serve(viewer, { viewing: 'h' })
    expect(await ask(viewer, ...event)).toEqual({ ok: true, data: answer })
  })

  it('asks for the permission in the court of the hearing', async () => {
    const staff = peer()
    serve(staff)
    const refused = { ok: false, error: { code: 'refused' } }
    expect(await ask(staff, 'follow', { hearingId: 'ours' })).toEqual({ ok: true, data: 'follows ours' })
    expect(await ask(staff, 'follow', { hearingId: 'theirs' })).toEqual(refused)
    expect(await ask(staff, 'order', { hearingId: 'ours' })).toEqual(refused)
  })

  it('lists every event with its rule', () => {
    expect(listEvents('/n', events)).toEqual([
      { namespace: '/n', event: 'codecs', rule: { kind: 'public' } },
      { namespace: '/n', event: 'join', rule: { kind: 'token', path: 'webrtc' } },
      { namespace: '/n', event: 'start', rule: { kind: 'viewing' } },
      { namespace: '/n', event: 'say', rule: { kind: 'attending' } },
      { namespace: '/n', event: 'leave', rule: { kind: 'present' } },
      { namespace: '/n', event: 'follow', rule: { kind: 'staff', permission: 'hearings.attendance' } },
      { namespace: '/n', event: 'order', rule: { kind: 'staff', permission: 'hearings.order' } },
      { namespace: '/n', event: 'broken', rule: { kind: 'public' } },
    ])
  })

  it('answers in the order of asking, each after the one before', async () => {
    const someone = peer()
    const answers: string[] = []
    const slow = Promise.withResolvers<string>()
    serveEvents(someone, {
      events: { slow: GuardedEvent.public(() => slow.promise), quick: GuardedEvent.public(() => 'quick') },
      connection: null,
      allow: () => Promise.resolve(true),
      onAnswered: (event) => answers.push(event),
      log,
    })
    someone.say('slow', () => undefined)
    const quick = ask(someone, 'quick')
    slow.resolve('slow')
    await quick
    await vi.waitFor(() => expect(answers).toEqual(['slow', 'quick']))
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
