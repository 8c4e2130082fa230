import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AttendanceTerm } from './attendance-term.ts'
import { SignallingError } from './media-signalling.ts'
import type { JoinToken } from './webrtc-join.ts'

let renew: (token: string) => Promise<void>
let ended: number
let term: AttendanceTerm

beforeEach(() => {
  vi.useFakeTimers()
  renew = () => Promise.resolve()
  ended = 0
  term = new AttendanceTerm({
    signalling: { renew: (token) => renew(token) },
    hearingId: 'hearing-1',
    onEnded: () => void ended++,
  })
})
afterEach(() => {
  term.end()
  vi.useRealTimers()
})

/** Good for a minute from when it is asked for. */
const aToken = (): Promise<JoinToken> =>
  Promise.resolve({ token: 'a token', expiresAtMs: Date.now() + 60_000 })
const refused = (): Promise<void> => Promise.reject(new SignallingError('refused'))
const begin = (getToken = aToken): void => term.begin(Date.now() + 60_000, getToken)

test('goes on for as long as it is renewed, and is over without a word once it is ended', async () => {
  begin()
  await vi.advanceTimersByTimeAsync(600_000)
  expect(ended).toBe(0)
  term.end()
  await vi.advanceTimersByTimeAsync(600_000)
  expect(ended).toBe(0)
})

test('says that it has ended when no token came, as after a sleep, and not before', async () => {
  begin(() => Promise.reject(new Error('no network')))
  await vi.advanceTimersByTimeAsync(59_000)
  expect(ended).toBe(0)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(ended).toBe(1)
})

test('says at once that the server did not take a token, but not of a term that is another’s by then', async () => {
  renew = refused
  begin()
  await vi.advanceTimersByTimeAsync(45_000)
  expect(ended).toBe(1)

  const answer = Promise.withResolvers<void>()
  renew = () => answer.promise
  begin()
  await vi.advanceTimersByTimeAsync(45_000)
  begin()
  await refused().catch((error: unknown) => answer.reject(error))
  await vi.advanceTimersByTimeAsync(1_000)
  expect(ended).toBe(1)
})
