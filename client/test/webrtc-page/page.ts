import { readClockStrip } from '@press-gallery/server/ingest/media/clock-strip'
import type { PlaybackState, PlaybackStats } from '../../src/player/playback.ts'
import { startWebRtc } from '../../src/player/webrtc.ts'
import { createAttendances } from '../../src/player/attendances.ts'
import { connectSignalling } from '../../src/player/signalling.ts'
import { prepareWebRtc } from '../../src/player/webrtc-prepare.ts'

/** A picture that was shown: when (ms since the epoch), and the time on its clock strip. */
export interface ShownFrame {
  atMs: number
  stripMs: number
}

/** What a test may ask of the page. */
export interface PageUnderTest {
  /** Resolves when all that can be done before the click is done. */
  prepared(): Promise<void>
  /** What a page does while the list is shown. */
  standBy(hearingId: string, token: { token: string; expiresAtMs: number }): void
  start(hearingId: string, token: { token: string; expiresAtMs: number }, catchUp?: boolean): void
  /** What the player gets when it asks for a token from now on; null: none. */
  setToken(token: { token: string; expiresAtMs: number } | null): void
  stop(): void
  clickedAtMs(): number
  frames(): ShownFrame[]
  states(): PlaybackState[]
  stats(): PlaybackStats | undefined
  /** The sum of the sound's energy so far (webrtc-stats `totalAudioEnergy` is not asked: this is what is heard). */
  loudness(): Promise<number>
  tokensAsked(): number
}

declare global {
  interface Window {
    underTest: PageUnderTest
  }
}

const found = document.querySelector('video')
if (!found) throw new Error('the page lacks its video')
const shown: HTMLVideoElement = found
const canvas = document.createElement('canvas')
const context = canvas.getContext('2d', { willReadFrequently: true })
if (!context) throw new Error('no canvas')
const drawing: CanvasRenderingContext2D = context

const signalling = connectSignalling()
const prepared = prepareWebRtc(signalling, createAttendances(signalling))
const frames: ShownFrame[] = []
const states: PlaybackState[] = []
let playback: ReturnType<typeof startWebRtc> | undefined
let current: { token: string; expiresAtMs: number } | null = null
let clickedAtMs = 0
let tokensAsked = 0

function follow(nowMs: DOMHighResTimeStamp): void {
  const { videoWidth, videoHeight } = shown
  if (videoWidth > 0) {
    canvas.width = videoWidth
    canvas.height = videoHeight
    drawing.drawImage(shown, 0, 0)
    const strip = drawing.getImageData(0, 0, videoWidth, Math.ceil(videoHeight / 20)).data
    const stripMs = readClockStrip(videoWidth, videoHeight, (x, y) => strip[(y * videoWidth + x) * 4] ?? 0)
    if (stripMs !== null) frames.push({ atMs: performance.timeOrigin + nowMs, stripMs })
  }
  shown.requestVideoFrameCallback(follow)
}
shown.requestVideoFrameCallback(follow)

window.underTest = {
  async prepared() {
    await prepared.ready(AbortSignal.timeout(10_000))
  },
  standBy: (hearingId, token) =>
    prepared.headStart.standBy({ hearingId, token: () => Promise.resolve(token) }),
  start(hearingId, token, catchUp = true) {
    current = token
    clickedAtMs = Date.now()
    playback = startWebRtc({
      hearingId,
      video: shown,
      token: () => {
        tokensAsked++
        return current ? Promise.resolve(current) : Promise.reject(new Error('no token for the test'))
      },
      // The server counts by itself who joins without.
      attended: () => Promise.resolve(),
      onState: (state) => states.push(state),
      onFeed: () => undefined,
      prepared,
      catchUp,
    })
  },
  setToken(token) {
    current = token
  },
  stop: () => playback?.stop(),
  clickedAtMs: () => clickedAtMs,
  frames: () => frames,
  states: () => states,
  stats: () => playback?.stats(),
  tokensAsked: () => tokensAsked,
  async loudness() {
    const { srcObject } = shown
    if (!(srcObject instanceof MediaStream) || srcObject.getAudioTracks().length === 0) return 0
    const audio = new AudioContext()
    const analyser = audio.createAnalyser()
    audio.createMediaStreamSource(srcObject).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    await new Promise((resolve) => window.setTimeout(resolve, 300))
    analyser.getFloatTimeDomainData(samples)
    await audio.close()
    return samples.reduce((sum, sample) => sum + sample * sample, 0)
  },
}
