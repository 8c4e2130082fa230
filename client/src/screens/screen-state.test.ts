import type { ScreenSummary } from '@press-gallery/server/protocol/screens'
import { describe, expect, it } from 'vitest'
import { canBeCode, inOrder, stateOf, withHearings } from './screen-state.ts'

const settings = {
  layout: 'grid',
  hearingIds: [],
  soundFrom: null,
  language: 'kk',
  volume: 0.8,
} satisfies ScreenSummary['settings']

const screen = (name: string, more: Partial<ScreenSummary> = {}): ScreenSummary => ({
  id: name,
  kind: 'screen',
  name,
  courtroomId: null,
  settings,
  pairedMs: 0,
  online: true,
  seenMs: 0,
  health: null,
  ...more,
})

const showing = (sees: boolean | null, soundBlocked = false): ScreenSummary['health'] => ({
  tiles: [
    { hearingId: 'hearing-1', path: 'webrtc', sees: true, hears: null },
    { hearingId: 'hearing-2', path: 'webrtc', sees, hears: null },
  ],
  healed: 0,
  reloaded: 0,
  soundBlocked,
  width: 1920,
  height: 1080,
})

describe('how a screen is doing', () => {
  it('is ill only where something is known to be missing', () => {
    expect(stateOf(screen('a', { health: showing(false) }))).toBe('ill')
    expect(stateOf(screen('a', { health: showing(null) }))).toBe('well')
    expect(stateOf(screen('a', { health: showing(true, true) }))).toBe('ill')
    expect(stateOf(screen('a', { online: false, health: null }))).toBe('away')
  })

  it('puts what is wrong first, and counts as people do', () => {
    const list = [
      screen('Bench', { kind: 'bench', online: false }),
      screen('Wall 10'),
      screen('Wall 2'),
      screen('Wall 3', { online: false }),
    ]
    expect(inOrder(list, 'en').map(({ name }) => name)).toEqual(['Wall 3', 'Wall 2', 'Wall 10', 'Bench'])
  })
})

describe('a pairing code', () => {
  it('is taken however it is typed', () => {
    expect(canBeCode('abc-2 34')).toBe(true)
    expect(canBeCode('ABC23')).toBe(false)
    expect(canBeCode('ABC10L')).toBe(false)
  })
})

describe('choosing hearings', () => {
  it('lets no sound come from what is not shown', () => {
    const heard = { ...settings, soundFrom: 'hearing-1' }
    expect(withHearings(heard, ['hearing-2']).soundFrom).toBe(null)
    expect(withHearings(heard, ['hearing-1', 'hearing-2']).soundFrom).toBe('hearing-1')
    expect(withHearings(heard, []).soundFrom).toBe('hearing-1')
  })
})
