// Runs inside the page (as a function's body) before any script of its own, and only watches: which frame each visible video element shows
// and when, when each tone is played, when something is clicked. What it finds is taken by `infra/bench/browser.ts`.
let found: BenchFindings = { frames: [], beeps: [], clicks: [], estimates: [] }

// `Date.now` is the clock that the camera reads, in whole ms, rounded down; `performance.now` is finer and may run
// away from it. The largest difference of the last few dozen is the offset, to a small part of a millisecond.
const differences: number[] = []
const epochOffsetMs = (): number => {
  differences.push(Date.now() - performance.now())
  if (differences.length > 100) differences.shift()
  return Math.max(...differences)
}
for (let i = 0; i < 100; i++) epochOffsetMs()

addEventListener('click', (event) => found.clicks.push(event.timeStamp + epochOffsetMs()), { capture: true })

const isSeen = (video: HTMLVideoElement): boolean =>
  video.isConnected &&
  video.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
  video.getBoundingClientRect().width > 100

// Two rows through the middle of the strip are all that is copied: measuring must not cost what it measures.
const captureTime = async (frame: VideoFrame): Promise<number | null> => {
  const { x, y, width, height } = frame.visibleRect ?? { x: 0, y: 0, width: 0, height: 0 }
  if (width === 0 || frame.format === null || !/^(?:I420|NV12)/.test(frame.format)) return null
  const rect = { x, y: y + Math.floor(height / 80) * 2, width, height: 2 }
  const bytes = new Uint8Array(frame.allocationSize({ rect }))
  const [luma] = await frame.copyTo(bytes, { rect })
  return readClockStrip(width, height, (column) => bytes[(luma?.offset ?? 0) + column] ?? 0)
}

const followed = new Set<HTMLVideoElement>()
const follow = (video: HTMLVideoElement): void => {
  if (followed.has(video)) return
  followed.add(video)
  const element = followed.size
  const onFrame: VideoFrameRequestCallback = (_now, metadata) => {
    video.requestVideoFrameCallback(onFrame)
    if (!isSeen(video)) return
    const offset = epochOffsetMs()
    const shown: ShownFrame = {
      element,
      shownMs: metadata.expectedDisplayTime + offset,
      submittedMs: metadata.presentationTime + offset,
      capturedMs: null,
    }
    found.frames.push(shown)
    const frame = new VideoFrame(video)
    void captureTime(frame)
      .then((capturedMs) => (shown.capturedMs = capturedMs))
      .finally(() => frame.close())
  }
  video.requestVideoFrameCallback(onFrame)
}

const heard = new WeakSet<MediaStreamTrack>()
const listen = async (track: MediaStreamTrack): Promise<void> => {
  if (heard.has(track)) return
  heard.add(track)
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader()
  let clockOffsetMs = Infinity
  let quietSamples = 0
  for (;;) {
    const { value: sound, done } = await reader.read()
    if (done) return
    // The stamp is the browser's own for the moment at which it asked for these samples to play them. It counts from
    // another zero than the page's clock: the smallest delay until they reach us is taken for none.
    const stampMs = sound.timestamp / 1000
    clockOffsetMs = Math.min(clockOffsetMs + 0.001, performance.now() - stampMs)
    const samples = new Float32Array(sound.numberOfFrames)
    sound.copyTo(samples, { planeIndex: 0, format: 'f32-planar' })
    for (const [i, sample] of samples.entries()) {
      if (Math.abs(sample) < 0.05) quietSamples++
      else {
        if (quietSamples > sound.sampleRate / 2)
          found.beeps.push({
            heardMs: stampMs + clockOffsetMs + (i * 1000) / sound.sampleRate + epochOffsetMs(),
          })
        quietSamples = 0
      }
    }
    sound.close()
  }
}

// The page's own peer connections, for WebRTC's own estimate beside our measurement.
const connections = new Set<RTCPeerConnection>()
const Native = RTCPeerConnection
globalThis.RTCPeerConnection = class extends Native {
  constructor(configuration?: RTCConfiguration) {
    super(configuration)
    connections.add(this)
  }
}
const estimate = async (): Promise<void> => {
  for (const connection of connections) {
    if (connection.connectionState === 'closed') {
      connections.delete(connection)
      continue
    }
    const playing = new Map<string, number>()
    for (const report of (await connection.getStats()).values())
      if (report.type === 'inbound-rtp' && report.estimatedPlayoutTimestamp)
        playing.set(report.kind, report.estimatedPlayoutTimestamp)
    const [video, audio] = [playing.get('video'), playing.get('audio')]
    if (video !== undefined && audio !== undefined)
      found.estimates.push({ heardMs: performance.now() + epochOffsetMs(), offsetMs: video - audio })
  }
}
setInterval(() => void estimate(), 1000)

// Elements and tracks come and go with the page's own ideas; looking is cheap, and no event tells of all of them.
const look = (): void => {
  for (const video of document.querySelectorAll('video')) {
    follow(video)
    if (!isSeen(video) || !(video.srcObject instanceof MediaStream)) continue
    for (const track of video.srcObject.getAudioTracks()) void listen(track)
  }
}
addEventListener('DOMContentLoaded', () => {
  new MutationObserver(look).observe(document, { childList: true, subtree: true })
  setInterval(look, 100)
  look()
})

globalThis.pressGalleryBench = {
  take: () => {
    const taken = found
    found = { frames: [], beeps: [], clicks: [], estimates: [] }
    return taken
  },
}
