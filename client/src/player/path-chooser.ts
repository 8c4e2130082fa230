import type { ErrorCode } from '@press-gallery/server/protocol/errors'
import { isFinal } from '../api/api-error.ts'
import type { PlaybackPath, PlaybackState } from './playback.ts'

/**
 * Which path plays a hearing: WebRTC first, HLS when WebRTC brings nothing or stops, and back when WebRTC can.
 * Pure: events and the time go in, and out comes what should run now and when to look again. The wiring to real
 * playbacks is `hearing-player.ts`.
 */
export type PathPreference = 'auto' | PlaybackPath

/** One running playback. A run with another number is another playback: the old one is stopped, a new one started. */
export interface Run {
  number: number
  startedAtMs: number
  state: 'starting' | 'playing' | 'stalled' | 'reconnecting'
  stateSinceMs: number
}

export interface ChooserState {
  preference: PathPreference
  webrtc: Run | null
  hls: Run | null
  /** The path whose picture is in sight. */
  shown: PlaybackPath
  /** Whether the hearing is on the air, as far as is known: while it is not, nothing runs. */
  onAir: boolean
  /** Off the air by a path's word alone: when to try whether it still is, ms since the epoch. */
  tryAirAtMs: number | null
  /** Everything stopped, for this code, until the viewer asks for another try. */
  ended: ErrorCode | null
  /** Not to be started again before; ms since the epoch. */
  notBeforeMs: Record<PlaybackPath, number>
  /** Runs in a row that ended without having played for long. */
  failures: Record<PlaybackPath, number>
  /** This browser can't receive the feed over WebRTC at all. */
  webrtcImpossible: boolean
  /** The last time that a run was started again because its token had ended. */
  tokenRetryAtMs: number | null
  /** A hidden page shows no frames, so a stall means nothing there. */
  hidden: boolean
  /** While the courtroom itself gives nothing, no other path has more. */
  feedLive: boolean
  nextNumber: number
}

export type ChooserEvent =
  | { kind: 'playback'; path: PlaybackPath; number: number; state: PlaybackState }
  | { kind: 'prefer'; preference: PathPreference }
  | { kind: 'feed'; live: boolean }
  /** What was told of the hearing itself. */
  | { kind: 'air'; onAir: boolean }
  | { kind: 'hidden'; hidden: boolean }
  /** The network or the device came back. */
  | { kind: 'wake' }
  | { kind: 'retry' }
  | { kind: 'tick' }

/** The rule of the issue: no media over WebRTC after this long brings HLS. */
export const noMediaMs = 4000
/** How long a picture over WebRTC may stand still or be lost before HLS is started. */
export const lostPictureMs = 1500
/** WebRTC in the background must have played this long before it takes the picture over from HLS. */
export const steadyMs = 1000
/** A run that has brought nothing for this long is ended and tried again later. */
export const giveUpMs = 15_000
/** Played this long without a break: earlier failures are forgotten. */
export const lastingMs = 30_000
/** On a change of path by the viewer, the old picture stays this long at most. */
export const bridgeMs = 10_000
/** After a path alone has said that the hearing is off the air. */
export const tryAirAfterMs = 3000
const firstRetryMs = 5000
const maxRetryMs = 60_000

export function initialChooser(preference: PathPreference, nowMs: number): ChooserState {
  return settle(
    {
      preference,
      webrtc: null,
      hls: null,
      shown: preference === 'hls' ? 'hls' : 'webrtc',
      onAir: true,
      tryAirAtMs: null,
      ended: null,
      notBeforeMs: { webrtc: 0, hls: 0 },
      failures: { webrtc: 0, hls: 0 },
      webrtcImpossible: false,
      tokenRetryAtMs: null,
      hidden: false,
      feedLive: true,
      nextNumber: 1,
    },
    nowMs,
  )
}

export function choose(state: ChooserState, event: ChooserEvent, nowMs: number): ChooserState {
  return settle(apply(state, event, nowMs), nowMs)
}

function apply(state: ChooserState, event: ChooserEvent, nowMs: number): ChooserState {
  switch (event.kind) {
    case 'tick':
      return state
    case 'feed':
      // What stood still for want of a feed gets its patience anew when the feed comes back.
      return event.live && !state.feedLive
        ? { ...anew(state, nowMs), feedLive: true }
        : { ...state, feedLive: event.live }
    case 'air':
      if (!event.onAir) return { ...state, onAir: false, tryAirAtMs: null }
      return state.onAir ? state : backOnAir(state)
    case 'hidden':
      return event.hidden ? { ...state, hidden: true } : { ...anew(state, nowMs), hidden: false }
    case 'wake':
      return awake(state, nowMs)
    case 'prefer':
      return {
        ...state,
        preference: event.preference,
        notBeforeMs: { webrtc: 0, hls: 0 },
        ended: state.ended === 'cannot_receive' ? null : state.ended,
      }
    case 'retry':
      return {
        ...state,
        webrtc: null,
        hls: null,
        ended: null,
        notBeforeMs: { webrtc: 0, hls: 0 },
        failures: { webrtc: 0, hls: 0 },
        tokenRetryAtMs: null,
      }
    case 'playback':
      break
  }
  return playback(state, event.path, event.number, event.state, nowMs)
}

function backOnAir(state: ChooserState): ChooserState {
  return {
    ...state,
    onAir: true,
    tryAirAtMs: null,
    notBeforeMs: { webrtc: 0, hls: 0 },
    failures: { webrtc: 0, hls: 0 },
  }
}

/** What stood still for a reason that is over gets its patience anew. */
function anew(state: ChooserState, nowMs: number): ChooserState {
  const patient = (run: Run | null): Run | null =>
    run !== null && run.state !== 'playing' ? { ...run, startedAtMs: nowMs, stateSinceMs: nowMs } : run
  return { ...state, webrtc: patient(state.webrtc), hls: patient(state.hls) }
}

/** What was waiting or trying on a network that is gone is started afresh. */
function awake(state: ChooserState, nowMs: number): ChooserState {
  return {
    ...anew(state, nowMs),
    webrtc: unlessReconnecting(state.webrtc),
    hls: unlessReconnecting(state.hls),
    notBeforeMs: { webrtc: 0, hls: 0 },
  }
}

function unlessReconnecting(run: Run | null): Run | null {
  return run?.state === 'reconnecting' ? null : run
}

function playback(
  state: ChooserState,
  path: PlaybackPath,
  number: number,
  told: PlaybackState,
  nowMs: number,
): ChooserState {
  const run = state[path]
  // Late word of a run that was stopped meanwhile.
  if (run === null || run.number !== number) return state
  if (told.kind === 'ended') return runEnded(state, path, told.code, nowMs)
  if (told.kind === run.state) return state
  const next = { ...state, [path]: { ...run, state: told.kind, stateSinceMs: nowMs } }
  // The server is back after an outage: WebRTC, which waits for its next try, need not wait longer.
  if (path === 'hls' && told.kind === 'playing' && run.state === 'reconnecting') {
    return { ...next, notBeforeMs: { ...next.notBeforeMs, webrtc: 0 }, failures: { webrtc: 0, hls: 0 } }
  }
  return next
}

function runEnded(state: ChooserState, path: PlaybackPath, code: ErrorCode, nowMs: number): ChooserState {
  const stopped = { ...state, [path]: null }
  // Before anyone else has told: closed is closed on every path at once.
  if (code === 'not_on_air') return { ...stopped, onAir: false, tryAirAtMs: nowMs + tryAirAfterMs }
  if (code === 'cannot_receive' && path === 'webrtc') return { ...stopped, webrtcImpossible: true }
  // A token that ended while the device slept is renewed; one that ends again at once was not renewed.
  const tokenRetryIsDue = state.tokenRetryAtMs === null || nowMs - state.tokenRetryAtMs > lastingMs
  if (code === 'token_expired' && tokenRetryIsDue) return { ...stopped, tokenRetryAtMs: nowMs }
  if (isFinal(code)) return { ...stopped, ended: code }
  return failed(stopped, path, nowMs)
}

function failed(state: ChooserState, path: PlaybackPath, nowMs: number): ChooserState {
  const failures = state.failures[path] + 1
  const waitMs = Math.min(firstRetryMs * 2 ** (failures - 1), maxRetryMs)
  return {
    ...state,
    [path]: null,
    failures: { ...state.failures, [path]: failures },
    notBeforeMs: { ...state.notBeforeMs, [path]: nowMs + waitMs },
  }
}

/** Brings what runs in line with the rules at this time. Settled again at the same time, it changes nothing. */
function settle(state: ChooserState, nowMs: number): ChooserState {
  if (state.ended !== null) return { ...state, webrtc: null, hls: null }
  if (!state.onAir) {
    const isDue = state.tryAirAtMs !== null && nowMs >= state.tryAirAtMs
    return isDue ? settle(backOnAir(state), nowMs) : { ...state, webrtc: null, hls: null }
  }
  const rested = rest(rest(state, 'webrtc', nowMs), 'hls', nowMs)
  switch (rested.preference) {
    case 'auto':
      return settleAuto(rested, nowMs)
    case 'webrtc':
      if (rested.webrtcImpossible) return { ...rested, webrtc: null, hls: null, ended: 'cannot_receive' }
      return settleOn(rested, 'webrtc', 'hls', nowMs)
    case 'hls':
      break
  }
  return settleOn(rested, 'hls', 'webrtc', nowMs)
}

/** Gives up a run that has brought nothing for long; forgets the failures before one that has played for long. */
function rest(state: ChooserState, path: PlaybackPath, nowMs: number): ChooserState {
  const run = state[path]
  if (run === null) return state
  const forMs = nowMs - run.stateSinceMs
  if (run.state === 'playing') {
    if (forMs < lastingMs || state.failures[path] === 0) return state
    return { ...state, failures: { ...state.failures, [path]: 0 } }
  }
  // HLS asks again by itself with back-off, and has nothing to gain from being started anew.
  if (path === 'hls' || state.hidden || !state.feedLive || forMs < giveUpMs) return state
  return failed(state, path, nowMs)
}

function settleAuto(state: ChooserState, nowMs: number): ChooserState {
  let next = state
  if (!next.webrtcImpossible) next = ensure(next, 'webrtc', nowMs)
  if (next.webrtc?.state === 'playing') {
    const hlsIsSeen = next.shown === 'hls' && next.hls?.state === 'playing'
    if (!hlsIsSeen || nowMs - next.webrtc.stateSinceMs >= steadyMs) {
      return { ...next, shown: 'webrtc', hls: null }
    }
    return next
  }
  if (hlsIsDue(next, nowMs)) next = ensure(next, 'hls', nowMs)
  return next.hls?.state === 'playing' ? { ...next, shown: 'hls' } : next
}

function hlsIsDue(state: ChooserState, nowMs: number): boolean {
  if (state.hls !== null) return true
  const run = state.webrtc
  if (run === null) return true
  return nowMs >= hlsDueAtMs(state, run)
}

function hlsDueAtMs(state: ChooserState, run: Run): number {
  if (run.state === 'starting') return run.stateSinceMs + noMediaMs
  if (state.hidden || (run.state === 'stalled' && !state.feedLive)) return Infinity
  return run.stateSinceMs + lostPictureMs
}

/** The viewer chose a path: the other one stays only to keep a picture in sight until this one has its own. */
function settleOn(state: ChooserState, path: PlaybackPath, other: PlaybackPath, nowMs: number): ChooserState {
  const next = ensure(state, path, nowMs)
  const run = next[path]
  if (run?.state === 'playing') return { ...next, shown: path, [other]: null }
  const bridges =
    next.shown === other &&
    next[other]?.state === 'playing' &&
    run !== null &&
    nowMs - run.startedAtMs < bridgeMs
  return bridges ? next : { ...next, shown: path, [other]: null }
}

function ensure(state: ChooserState, path: PlaybackPath, nowMs: number): ChooserState {
  if (state[path] !== null || nowMs < state.notBeforeMs[path]) return state
  const run: Run = { number: state.nextNumber, startedAtMs: nowMs, state: 'starting', stateSinceMs: nowMs }
  return { ...state, [path]: run, nextNumber: state.nextNumber + 1 }
}

/** When to `tick` next, ms since the epoch; null when only an event can change anything. */
export function nextTickMs(state: ChooserState, nowMs: number): number | null {
  if (state.ended !== null) return null
  if (!state.onAir) return state.tryAirAtMs
  const times: number[] = []
  const { webrtc, hls } = state
  if (webrtc === null) times.push(state.notBeforeMs.webrtc)
  else if (webrtc.state === 'playing')
    times.push(webrtc.stateSinceMs + steadyMs, webrtc.stateSinceMs + lastingMs)
  else times.push(hlsDueAtMs(state, webrtc), webrtc.stateSinceMs + giveUpMs, webrtc.startedAtMs + bridgeMs)
  if (hls === null) times.push(state.notBeforeMs.hls)
  else times.push(hls.startedAtMs + bridgeMs)
  const coming = times.filter((time) => Number.isFinite(time) && time > nowMs)
  return coming.length === 0 ? null : Math.min(...coming)
}

/** HLS is on screen although the viewer did not ask for it. */
export function isFallback(state: ChooserState): boolean {
  return state.preference === 'auto' && state.shown === 'hls'
}
