import type { ErrorCode } from '@press-gallery/server/protocol/errors'
import type { FeedStatus } from '@press-gallery/server/protocol/feed'
import { onWake } from '../browser/wake.ts'
import {
  choose,
  initialChooser,
  isFallback,
  nextTickMs,
  type ChooserEvent,
  type PathPreference,
  type Run,
} from './path-chooser.ts'
import type { Playback, PlaybackOptions, PlaybackPath, PlaybackStats } from './playback.ts'
import { playVideo } from './play-video.ts'
import type { ReportSample } from './player-report.ts'
import { measurePlayerSound, type PlayerSound } from './player-sound.ts'

/** What the page shows of the player; a new object for each change. */
export interface PlayerSnapshot {
  shown: PlaybackPath
  state: Run['state'] | 'ended'
  /** False: nothing is shown, whatever the state. */
  onAir: boolean
  endedBy: ErrorCode | null
  preference: PathPreference
  /** HLS is shown only because WebRTC does not work now. */
  fallback: boolean
  /** Told by the playback; null where the path tells nothing. */
  feed: FeedStatus | null
  soundOn: boolean
  /** 0 to 1. */
  volume: number
  /** The element in sight has a picture and stands: the device paused it, as for a call, and only the viewer can go on. */
  paused: boolean
}

/** One viewing of one hearing: two elements, one for each path, so that a change of path shows no black. */
export interface HearingPlayer {
  readonly elements: Readonly<Record<PlaybackPath, HTMLVideoElement>>
  /** Begins to play. Idempotent; can follow `stop`. */
  start(): void
  snapshot(): PlayerSnapshot
  subscribe(listener: () => void): () => void
  prefer(preference: PathPreference): void
  /** Turning on needs to be called from a click or a key, by the browsers' autoplay rules. */
  setSound(on: boolean): void
  setVolume(volume: number): void
  /** Off the air everything stops, is emptied and covered within this call; on the air it plays again. */
  setOnAir(onAir: boolean): void
  /** Whether anything of the hearing is on the screen. */
  showsPicture(): boolean
  sample(): ReportSample
  /** RMS of what plays, muted or not, dBFS; null while it can't be measured. */
  levelDbfs(): number | null
  /** After a pause; to be called from a click or a key. */
  resume(): void
  /** After the end: one more try. */
  retry(): void
  stats(): PlaybackStats | null
  /** Ends everything. Idempotent. */
  stop(): void
}

export interface HearingPlayerOptions extends Pick<PlaybackOptions, 'hearingId' | 'token' | 'attended'> {
  start: Record<PlaybackPath, (options: PlaybackOptions) => Playback>
  preference: PathPreference
  soundOn: boolean
  volume: number
}

export function createHearingPlayer(options: HearingPlayerOptions): HearingPlayer {
  const elements = { webrtc: createElement('webrtc'), hls: createElement('hls') }
  const running: Record<PlaybackPath, { number: number; playback: Playback } | null> = {
    webrtc: null,
    hls: null,
  }
  const listeners = new Set<() => void>()
  let chooser = initialChooser(options.preference, Date.now())
  let stalls = 0
  let sound: PlayerSound | null = null
  let feed: FeedStatus | null = null
  let { soundOn, volume } = options
  let timer: number | undefined
  /** Null while not started. */
  let stopWaking: (() => void) | null = null
  let snapshot = takeSnapshot()

  function takeSnapshot(): PlayerSnapshot {
    const state = chooser.ended === null ? (chooser[chooser.shown]?.state ?? otherState()) : 'ended'
    return {
      shown: chooser.shown,
      state,
      onAir: chooser.onAir,
      endedBy: chooser.ended,
      preference: chooser.preference,
      fallback: isFallback(chooser),
      feed,
      soundOn,
      volume,
      paused: stopWaking !== null && chooser.onAir && isPaused(elements[chooser.shown]),
    }
  }

  /** The path in sight is not running: what there is to say is what the other one does. */
  function otherState(): Run['state'] {
    const other = chooser.shown === 'webrtc' ? chooser.hls : chooser.webrtc
    return other === null ? 'reconnecting' : other.state
  }

  function changed(): void {
    snapshot = takeSnapshot()
    for (const listener of listeners) listener()
  }

  function handle(event: ChooserEvent): void {
    if (stopWaking === null) return
    const before = snapshot.state
    chooser = choose(chooser, event, Date.now())
    applyChooser()
    changed()
    if (before === 'playing' && (snapshot.state === 'stalled' || snapshot.state === 'reconnecting')) stalls++
  }

  function applyChooser(): void {
    showElement()
    for (const path of ['webrtc', 'hls'] as const) {
      const wanted = chooser[path]
      if (running[path] !== null && running[path].number !== wanted?.number) {
        const old = running[path]
        running[path] = null
        if (chooser.onAir) old.playback.stop()
        else old.playback.cut()
      }
      if (wanted !== null && running[path] === null) startRun(path, wanted.number)
    }
    window.clearTimeout(timer)
    const nowMs = Date.now()
    const dueMs = nextTickMs(chooser, nowMs)
    if (dueMs !== null) timer = window.setTimeout(() => handle({ kind: 'tick' }), dueMs - nowMs)
  }

  function startRun(path: PlaybackPath, number: number): void {
    const { hearingId, token, attended } = options
    const playback = options.start[path]({
      hearingId,
      video: elements[path],
      token,
      attended,
      // Told later, so that a playback may tell from within its start without being half made.
      onState: (state) => queueMicrotask(() => handle({ kind: 'playback', path, number, state })),
      onFeed: (status) => {
        feed = status
        handle({ kind: 'feed', live: status.state === 'live' })
      },
    })
    running[path] = { number, playback }
  }

  /** The picture in sight has the sound; the other one has none, else it would be heard twice. */
  function showElement(): void {
    const inSight = chooser.onAir && chooser.ended === null
    for (const path of ['webrtc', 'hls'] as const) {
      const element = elements[path]
      const shown = path === chooser.shown
      if (shown && document.pictureInPictureElement === elements[path === 'webrtc' ? 'hls' : 'webrtc']) {
        element.requestPictureInPicture().catch(() => undefined)
      }
      element.classList.toggle('stage__video--shown', shown && inSight)
      element.muted = !(shown && soundOn && chooser.onAir)
      if (!inSight && document.pictureInPictureElement === element)
        document.exitPictureInPicture().catch(() => undefined)
      element.volume = volume
    }
  }

  /** A playback that was refused sound by the autoplay rules has muted its element. */
  function volumeChanged(this: HTMLVideoElement): void {
    if (this !== elements[chooser.shown] || !soundOn || !this.muted || stopWaking === null) return
    if (!chooser.onAir) return
    soundOn = false
    changed()
  }

  const pauseChanged = (): void => {
    if (stopWaking !== null && snapshot.paused !== takeSnapshot().paused) changed()
  }

  /** A locked phone pauses what it plays, and leaves it so. */
  const woke = (): void => {
    const element = elements[chooser.shown]
    if (isPaused(element) && chooser.onAir) void playVideo(element)
    handle({ kind: 'wake' })
  }

  const visibilityChanged = (): void =>
    handle({ kind: 'hidden', hidden: document.visibilityState === 'hidden' })
  return {
    elements,
    start() {
      if (stopWaking !== null) return
      sound = measurePlayerSound(() =>
        snapshot.onAir && snapshot.state === 'playing' ? elements[snapshot.shown] : null,
      )
      stopWaking = onWake(woke)
      document.addEventListener('visibilitychange', visibilityChanged)
      for (const element of Object.values(elements)) {
        element.addEventListener('volumechange', volumeChanged)
        for (const event of pauseEvents) element.addEventListener(event, pauseChanged)
      }
      chooser = initialChooser(chooser.preference, Date.now())
      applyChooser()
      changed()
    },
    snapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    prefer: (preference) => handle({ kind: 'prefer', preference }),
    setSound(on) {
      soundOn = on
      showElement()
      // Also starts a picture that was not allowed to play by itself.
      if (on) elements[chooser.shown].play().catch(() => undefined)
      changed()
    },
    setVolume(next) {
      volume = next
      showElement()
      changed()
    },
    setOnAir: (onAir) => handle({ kind: 'air', onAir }),
    showsPicture: () =>
      Object.values(elements).some(({ readyState }) => readyState >= HTMLMediaElement.HAVE_CURRENT_DATA),
    sample() {
      const run = running[chooser.shown]
      const stats = run?.playback.stats()
      return {
        atMs: performance.now(),
        path: run ? chooser.shown : null,
        run: run?.number ?? 0,
        framesShown: stats?.framesShown ?? 0,
        framesDecoded: stats?.framesDecoded ?? 0,
        seen: document.visibilityState === 'visible',
        sound: sound?.decoded() ?? null,
        soundReceivedS: stats?.soundReceivedS ?? null,
        stalls,
        unmuted: soundOn && volume > 0,
      }
    },
    resume: () => void playVideo(elements[chooser.shown]),
    levelDbfs: () => sound?.levelDbfs() ?? null,
    retry: () => handle({ kind: 'retry' }),
    stats: () => running[chooser.shown]?.playback.stats() ?? null,
    stop() {
      if (stopWaking === null) return
      stopWaking()
      stopWaking = null
      sound?.stop()
      window.clearTimeout(timer)
      document.removeEventListener('visibilitychange', visibilityChanged)
      for (const path of ['webrtc', 'hls'] as const) {
        elements[path].removeEventListener('volumechange', volumeChanged)
        for (const event of pauseEvents) elements[path].removeEventListener(event, pauseChanged)
        running[path]?.playback.stop()
        running[path] = null
      }
    },
  }
}

const pauseEvents = ['pause', 'play', 'emptied', 'loadeddata'] as const

const isPaused = ({ paused, readyState }: HTMLVideoElement): boolean =>
  paused && readyState >= HTMLMediaElement.HAVE_CURRENT_DATA

function createElement(path: PlaybackPath): HTMLVideoElement {
  const element = document.createElement('video')
  element.className = 'stage__video'
  element.dataset['path'] = path
  element.playsInline = true
  element.autoplay = true
  element.muted = true
  element.disableRemotePlayback = true
  // The controls are the page's own, and are reached by the keyboard there.
  element.tabIndex = -1
  return element
}
