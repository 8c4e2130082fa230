import type { Complaint } from '@press-gallery/server/protocol/attendance'
import type { Standing } from '@press-gallery/server/protocol/hearing-state'
import type { HearingTokens } from '../api/hearing-tokens.ts'
import type { Attendance, AttendanceSnapshot } from './attendance.ts'
import type { Attendances } from './attendances.ts'
import { createHearingPlayer, type HearingPlayer, type HearingPlayerOptions } from './hearing-player.ts'
import { reportBetween, type ReportSample } from './player-report.ts'

/** One person's watching of one hearing: being present at it, and a player that shows it while it is on the air. */
export interface Viewing {
  readonly player: HearingPlayer
  /** Idempotent; can follow `stop`. */
  start(): void
  attendance(): AttendanceSnapshot
  subscribe(listener: () => void): () => void
  /** Word of the hearing from elsewhere (the list): heard where it is newer. */
  learn(standing: Standing): void
  /** Asks again for what was refused, with fresh tokens. With `takeOver`, what is watched on another device ends. */
  askAgain(takeOver?: boolean): void
  /** Rejects when the server did not take it. */
  complain(missing: Complaint['missing']): Promise<void>
  /** Idempotent. */
  stop(): void
}

export interface ViewingOptions extends Omit<HearingPlayerOptions, 'createTokens' | 'token' | 'attended'> {
  attendances: Attendances
  /** Makes the tokens of one viewing; called again for what is asked again. */
  createTokens: () => HearingTokens
}

const reportEveryMs = 2_000

export function createViewing({ attendances, createTokens, ...options }: ViewingOptions): Viewing {
  const { hearingId } = options
  const listeners = new Set<() => void>()
  let tokens: HearingTokens | null = null
  let attendance: Attendance | null = null
  let ended: AttendanceSnapshot = { state: { kind: 'asking' }, standing: null, watermark: null }
  let reporting: number | undefined
  let sample: ReportSample | null = null
  let onAirSinceMs = performance.now()

  const token = (refusedToken?: string) => (tokens ??= createTokens()).get(refusedToken)
  const player = createHearingPlayer({
    ...options,
    token,
    attended: (signal) =>
      attendance?.attended(signal) ?? Promise.reject(new DOMException('no longer wanted', 'AbortError')),
  })

  const follow = (): void => {
    if (attendance === null) return
    const { state, standing } = attendance.snapshot()
    const mayBe = state.kind === 'asking' || state.kind === 'attending'
    if (!mayBe) player.setOnAir(false)
    else if (standing !== null) player.setOnAir(standing.state === 'live')
    for (const listener of listeners) listener()
  }
  const goDark = async (): Promise<number> => {
    const arrivedMs = performance.now()
    const shownBefore = player.showsPicture()
    player.setOnAir(false)
    if (!shownBefore) return 0
    await painted()
    return performance.now() - arrivedMs
  }
  const report = (): void => {
    const { onAir } = player.snapshot()
    if (!onAir) {
      sample = null
      onAirSinceMs = performance.now()
      return
    }
    const later = player.sample()
    attendance?.report(reportBetween(sample ?? nothingBefore(later, onAirSinceMs), later))
    sample = later
  }

  /** The path in sight and whether it plays: what changes there is told at once. */
  const gets = (): string => {
    const { shown, state, onAir } = player.snapshot()
    return onAir && state === 'playing' ? shown : 'nothing'
  }
  let got = 'nothing'
  const reportChange = (): void => {
    const now = gets()
    if (now === got) return
    got = now
    if (now !== 'nothing') report()
  }

  const unsubscribes: (() => void)[] = []
  const stop = (): void => {
    if (attendance === null) return
    window.clearInterval(reporting)
    for (const unsubscribe of unsubscribes.splice(0)) unsubscribe()
    ended = attendance.snapshot()
    attendances.end(hearingId)
    attendance = null
    player.stop()
  }

  return {
    player,
    start() {
      if (attendance !== null) return
      tokens = createTokens()
      attendance = attendances.of(hearingId)
      unsubscribes.push(attendance.subscribe(follow), player.subscribe(reportChange))
      player.start()
      attendance.keep({ token, onOffAir: goDark })
      sample = null
      onAirSinceMs = performance.now()
      reporting = window.setInterval(report, reportEveryMs)
      follow()
    },
    attendance: () => attendance?.snapshot() ?? ended,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    learn: (standing) => attendance?.learn(standing),
    askAgain(takeOver) {
      tokens = createTokens()
      attendance?.askAgain(takeOver)
      player.retry()
    },
    complain: (missing) => attendance?.complain(missing) ?? Promise.reject(new Error('not watching')),
    stop,
  }
}

const nothingBefore = (sample: ReportSample, sinceMs: number): ReportSample => ({
  ...sample,
  atMs: sinceMs,
  framesShown: 0,
  framesDecoded: 0,
  sound: null,
})

/** How long to wait for the screen at most, ms: a page that is not seen is not drawn. */
const maxPaintMs = 100

/** Resolves when what was there before this call is no longer on the screen. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    if (document.visibilityState === 'hidden') {
      resolve()
      return
    }
    const timer = window.setTimeout(resolve, maxPaintMs)
    // The second callback comes when the first one's frame is on the screen.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        window.clearTimeout(timer)
        resolve()
      }),
    )
  })
}
