import type { HearingTokens } from '../api/hearing-tokens.ts'
import type { ServerClock } from '../api/server-clock.ts'
import { createAttendances } from '../player/attendances.ts'
import { prepareHls, startHls } from '../player/hls-player.ts'
import type { Playback, PlaybackOptions } from '../player/playback.ts'
import { connectSignalling } from '../player/signalling.ts'
import { createViewing, type Viewing } from '../player/viewing.ts'
import { hasWebRtc } from '../player/webrtc-device.ts'
import { prepareWebRtc } from '../player/webrtc-prepare.ts'
import { startWebRtc } from '../player/webrtc.ts'

/** One tile's viewing, with a connection of its own: a server's connection attends and joins one hearing. */
export interface TilePlayer {
  readonly viewing: Viewing
  /** Begins to play, without sound. Idempotent; can follow `stop`. */
  start(): void
  /** Idempotent. */
  stop(): void
}

export interface TilePlayerOptions {
  hearingId: string
  createTokens: () => HearingTokens
  clock: ServerClock
  volume: number
}

/** The picture goes first. */
const hlsPrepareDelayMs = 5_000

export function createTilePlayer({ hearingId, createTokens, clock, volume }: TilePlayerOptions): TilePlayer {
  const signalling = connectSignalling()
  const attendances = createAttendances(signalling)
  const prepared = hasWebRtc() ? prepareWebRtc(signalling, attendances) : null
  const viewing = createViewing({
    hearingId,
    attendances,
    start: {
      webrtc: (options) =>
        prepared === null ? cannotReceive(options) : startWebRtc({ ...options, prepared }),
      hls: (options) => startHls(options, () => Date.now() + clock.offsetMs()),
    },
    createTokens,
    preference: 'auto',
    soundOn: false,
    volume,
  })
  let preparing: number | undefined
  return {
    viewing,
    start() {
      viewing.start()
      window.clearTimeout(preparing)
      preparing = window.setTimeout(prepareHls, hlsPrepareDelayMs)
    },
    stop() {
      window.clearTimeout(preparing)
      viewing.stop()
      prepared?.close()
      signalling.close()
    },
  }
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
