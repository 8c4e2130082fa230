import type { Standing } from '@press-gallery/server/protocol/hearing-state'
import type { BenchShow, WallHearing } from '@press-gallery/server/protocol/screens'
import { describe, expect, test } from 'vitest'
import { benchView, closable, pressFigures } from './bench-view.ts'
import { createKeptPress } from './kept-press.ts'
import type { Closing } from './use-close.ts'

const standing = (state: Standing['state'], version = 3): Standing => ({
  state,
  version,
  sinceMs: 5,
  ground: null,
})
const hearing = (state: Standing['state'], version?: number): WallHearing => ({
  id: 'h',
  title: '',
  caseNumber: '',
  courtroom: '',
  judge: '',
  plannedStartMs: null,
  standing: standing(state, version),
})
const connected = { kind: 'connected' } as const
const lost = { kind: 'lost', sinceMs: 9, before: true } as const
const press: NonNullable<BenchShow['press']> = {
  version: 3,
  watching: 14,
  seeing: 14,
  hearing: 14,
  receipts: null,
}
const pressed = { hearingId: 'h', version: 3, pressedMs: 1 }

describe('the bench', () => {
  test('says what was told, and what a press would close', () => {
    const view = benchView({ bench: { hearing: hearing('live'), press }, link: connected, closing: null })
    expect(view).toMatchObject({ kind: 'told', told: { kind: 'live', press } })
    expect(closable(view, null)).toEqual({ hearingId: 'h', version: 3 })
  })

  test('claims nothing once the connection is lost, and can be pressed still', () => {
    const view = benchView({ bench: { hearing: hearing('live'), press }, link: lost, closing: null })
    expect(view).toMatchObject({ kind: 'unknown', sinceMs: 9 })
    expect(closable(view, null)).toEqual({ hearingId: 'h', version: 3 })
  })

  test('takes the answer to the press before the word of it, without the figures of before', () => {
    const closing: Closing = { press: pressed, kind: 'obeyed', standing: standing('closed', 4) }
    const view = benchView({ bench: { hearing: hearing('live'), press }, link: connected, closing })
    expect(view).toMatchObject({ told: { kind: 'closed', press: null } })
    const reopened = benchView({ bench: { hearing: hearing('live', 5), press }, link: connected, closing })
    expect(reopened).toMatchObject({ told: { kind: 'live', press } })
    expect(closable(reopened, closing)).toEqual({ hearingId: 'h', version: 5 })
  })

  test('says that nothing leaves once that is answered, be it written or not', () => {
    const closing: Closing = { press: pressed, kind: 'cut' }
    const view = benchView({ bench: { hearing: hearing('live'), press }, link: connected, closing })
    expect(view).toMatchObject({ told: { kind: 'closed', standing: { sinceMs: 1 }, press: null } })
    expect(closable(view, closing)).toBeNull()
  })

  test('can not be pressed twice, nor where there is nothing to close', () => {
    const view = benchView({ bench: { hearing: hearing('live'), press }, link: lost, closing: null })
    expect(closable(view, { press: pressed, kind: 'unanswered' })).toBeNull()
    for (const state of ['scheduled', 'closed', 'ended'] as const) {
      const other = benchView({ bench: { hearing: hearing(state), press }, link: connected, closing: null })
      expect(closable(other, null)).toBeNull()
    }
    const none = benchView({ bench: { hearing: null, press: null }, link: connected, closing: null })
    expect(none).toEqual({ kind: 'told', told: { kind: 'none', next: null } })
  })
})

test('a press is kept over a power cut, until it is answered', () => {
  let shelf: string | null = null
  const kept = () => createKeptPress({ read: () => shelf, write: (value) => void (shelf = value) })
  expect(kept().read()).toBeNull()
  kept().write(pressed)
  expect(kept().read()).toEqual(pressed)
  kept().write(null)
  expect(kept().read()).toBeNull()
})

test('counts who went dark, and does not wait for figures that never come', () => {
  const receipts = { version: 3, orderedMs: 5, of: 14, dark: 13, slowestMs: 90, silent: ['A'] }
  const figures = (state: 'live' | 'recess' | 'closed', told: typeof press) =>
    pressFigures({ kind: state, hearing: hearing(state), standing: standing(state), press: told })
  expect(figures('live', press)).toEqual({ kind: 'gets', watching: 14, seeing: 14, hearing: 14 })
  expect(figures('closed', { ...press, receipts })).toEqual({ kind: 'dark', dark: 13, of: 14 })
  expect(figures('closed', { ...press, version: 2, receipts })).toEqual({ kind: 'coming' })
  // Closed out of a recess: the receipts are the recess's, or there are none.
  expect(figures('closed', { ...press, receipts: { ...receipts, version: 2 } })).toEqual({ kind: 'nobody' })
  expect(figures('recess', press)).toEqual({ kind: 'nobody' })
})
