import { describe, expect, test } from 'vitest'
import {
  choose,
  giveUpMs,
  initialChooser,
  isFallback,
  lastingMs,
  nextTickMs,
  type ChooserEvent,
  type ChooserState,
  type PathPreference,
} from './path-chooser.ts'
import { refused, stories, unavailable, type Step } from './path-chooser.stories.ts'

function eventOf(step: Step, state: ChooserState): ChooserEvent {
  if (step.length === 3) {
    const [, path, told] = step
    return {
      kind: 'playback',
      path,
      number: state[path]?.number ?? -1,
      state: typeof told === 'string' ? { kind: told } : told,
    }
  }
  const event = step[1]
  return typeof event === 'string' ? { kind: event } : event
}

/** Tells a story, with every tick in between that the chooser asks for. */
function tell(preference: PathPreference, steps: readonly Step[]): ChooserState {
  let state = initialChooser(preference, 0)
  let nowMs = 0
  for (const step of steps) {
    for (let due = nextTickMs(state, nowMs); due !== null && due <= step[0]; due = nextTickMs(state, nowMs)) {
      nowMs = due
      state = choose(state, { kind: 'tick' }, nowMs)
    }
    nowMs = step[0]
    state = choose(state, eventOf(step, state), nowMs)
  }
  return state
}

function summary({ webrtc, hls, shown, ended }: ChooserState): string {
  const running = [webrtc && 'webrtc', hls && 'hls'].filter(Boolean).join('+') || 'nothing'
  return `${running} runs, ${ended ?? shown} shown`
}

describe('choose()', () => {
  test.for(stories)('$name', ({ preference, steps, expected }) => {
    expect(summary(tell(preference ?? 'auto', steps))).toBe(expected)
  })

  test('waits longer for each WebRTC try that brought nothing, a minute at most', () => {
    let state = initialChooser('auto', 0)
    let nowMs = 0
    const waits: number[] = []
    for (let i = 0; i < 7; i++) {
      state = choose(state, eventOf([nowMs, 'webrtc', unavailable], state), nowMs)
      const tryAtMs = state.notBeforeMs.webrtc
      waits.push(tryAtMs - nowMs)
      nowMs = tryAtMs
      state = choose(state, { kind: 'tick' }, nowMs)
    }
    expect(waits).toEqual([5000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000])
  })

  test('forgets failures once WebRTC has played for long', () => {
    const state = tell('auto', [
      [100, 'webrtc', unavailable],
      [6000, 'webrtc', 'playing'],
      [6000 + lastingMs, 'tick'],
    ])
    expect(state.failures.webrtc).toBe(0)
  })

  test('starts a run anew on waking when it was reconnecting, and leaves one that plays', () => {
    const before = tell('auto', [
      [300, 'webrtc', 'playing'],
      [9000, 'webrtc', 'reconnecting'],
      [11_000, 'hls', 'playing'],
    ])
    const after = choose(before, { kind: 'wake' }, 12_000)
    expect(after.webrtc?.number).toBeGreaterThan(before.webrtc?.number ?? Infinity)
    expect(after.hls?.number).toBe(before.hls?.number)
  })

  test('tries WebRTC at once when HLS comes back from an outage', () => {
    const state = tell('auto', [
      [5000, 'hls', 'playing'],
      [giveUpMs + 1000, 'hls', 'reconnecting'],
      [giveUpMs + 2000, 'hls', 'playing'],
    ])
    expect(state.webrtc?.startedAtMs).toBe(giveUpMs + 2000)
  })

  test('does not hear late word of a run that was stopped', () => {
    const state = tell('auto', [[300, 'webrtc', 'playing']])
    const late: ChooserEvent = { kind: 'playback', path: 'webrtc', number: 0, state: refused }
    expect(choose(state, late, 400)).toEqual(state)
  })

  test('calls HLS a fallback only where the viewer did not ask for it', () => {
    expect(isFallback(tell('auto', [[5000, 'hls', 'playing']]))).toBe(true)
    expect(isFallback(tell('hls', [[5000, 'hls', 'playing']]))).toBe(false)
  })

  test('settles: nothing changes when asked again at the same time', () => {
    for (const { preference, steps } of stories) {
      const state = tell(preference ?? 'auto', steps)
      const nowMs = steps.at(-1)?.[0] ?? 0
      expect(choose(state, { kind: 'tick' }, nowMs)).toEqual(state)
    }
  })
})
