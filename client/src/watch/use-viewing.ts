import type { HearingSummary } from '@press-gallery/server/protocol/api'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import type { ServerClock } from '../api/server-clock.ts'
import type { TokenShelf } from '../api/token-shelf.ts'
import type { AttendanceSnapshot } from '../player/attendance.ts'
import type { Attendances } from '../player/attendances.ts'
import type { HearingPlayer, PlayerSnapshot } from '../player/hearing-player.ts'
import { prepareHls, startHls } from '../player/hls-player.ts'
import type { Playback, PlaybackOptions } from '../player/playback.ts'
import { createViewing, type Viewing } from '../player/viewing.ts'
import type { PreparedWebRtc } from '../player/webrtc-prepare.ts'
import { startWebRtc } from '../player/webrtc.ts'
import { preferredPath, preferredSound, preferredVolume } from './preferences.ts'

/** The picture goes first; what a fallback would need is fetched when that has had its time. */
const hlsPrepareDelayMs = 2000

export interface ViewingProps {
  shelf: TokenShelf
  clock: ServerClock
  hearingId: string
  attendances: Attendances
  /** Null in a browser without WebRTC. */
  webRtc: PreparedWebRtc | null
}

/** The viewing of one hearing for as long as the page shows it: another hearing needs another page (`key`). */
export function useViewing(props: ViewingProps, listed: HearingSummary | null): Viewing {
  const [viewing] = useState(() => viewingOf(props))
  useEffect(() => {
    viewing.start()
    const preparing = window.setTimeout(prepareHls, hlsPrepareDelayMs)
    return () => {
      window.clearTimeout(preparing)
      viewing.stop()
    }
  }, [viewing])
  const standing = listed?.standing ?? null
  useEffect(() => {
    if (standing !== null) viewing.learn(standing)
  }, [viewing, standing])
  return viewing
}

function viewingOf({ shelf, clock, hearingId, attendances, webRtc }: ViewingProps): Viewing {
  return createViewing({
    hearingId,
    attendances,
    start: {
      webrtc: (options) =>
        webRtc === null ? cannotReceive(options) : startWebRtc({ ...options, prepared: webRtc }),
      hls: (options) => startHls(options, () => Date.now() + clock.offsetMs()),
    },
    createTokens: () => shelf.take(hearingId),
    preference: preferredPath(),
    // Sound by itself only where the browser allows it: after the viewer has done something on this page.
    soundOn: preferredSound() && hasBeenActive(),
    volume: preferredVolume(),
  })
}

export function usePlayerSnapshot(player: HearingPlayer): PlayerSnapshot {
  return useSyncExternalStore(
    useCallback((listener: () => void) => player.subscribe(listener), [player]),
    () => player.snapshot(),
  )
}

export function useAttendance(viewing: Viewing): AttendanceSnapshot {
  return useSyncExternalStore(
    useCallback((listener: () => void) => viewing.subscribe(listener), [viewing]),
    () => viewing.attendance(),
  )
}

/** Browsers without `userActivation` are taken for ones that want a click first. */
function hasBeenActive(): boolean {
  return 'userActivation' in navigator && navigator.userActivation.hasBeenActive
}

function cannotReceive({ onState }: PlaybackOptions): Playback {
  onState({ kind: 'ended', code: 'cannot_receive' })
  return {
    stop: () => undefined,
    cut: () => undefined,
    stats: () => ({
      path: 'webrtc',
      framesShown: 0,
      framesDecoded: 0,
      soundReceivedS: null,
      widthPx: 0,
      heightPx: 0,
      bitrateBps: null,
      latencyMs: null,
      lossRatio: null,
    }),
  }
}
