/** Measures the sound that an element really plays, after decoding. */
export interface SoundMeter {
  /** RMS of the last moments, dBFS (at most 0); null while it can't be measured. */
  levelDbfs(): number | null
  /** The highest sample of the last `soundWindowMs` at the usual 48 kHz, dBFS; null as above. */
  peakDbfs(): number | null
  /** Idempotent. */
  stop(): void
}

const windowSamples = 2048
export const soundWindowMs = Math.floor((windowSamples * 1000) / 48_000)
const silenceDbfs = -120

/**
 * Listens in on the element's audio, without taking it away from it. Measuring begins when the autoplay rules let an
 * `AudioContext` run, which is when they let sound be heard.
 */
export function createSoundMeter(element: HTMLVideoElement): SoundMeter {
  const context = new AudioContext({ latencyHint: 'playback' })
  const analyser = context.createAnalyser()
  analyser.fftSize = windowSamples
  const samples = new Float32Array(windowSamples)
  let source: MediaStreamAudioSourceNode | null = null
  let trackId: string | null = null
  let stopped = false

  /** Tracks come and go with each new connection and each new HLS buffer: the source follows the one that is there. */
  function follow(): void {
    const stream = streamOf(element)
    const track = stream?.getAudioTracks().find(({ readyState }) => readyState === 'live')
    if (track?.id === trackId) return
    source?.disconnect()
    source = null
    trackId = null
    if (track === undefined) return
    source = context.createMediaStreamSource(new MediaStream([track]))
    source.connect(analyser)
    trackId = track.id
  }

  let captured: { src: string; stream: MediaStream } | null = null
  function streamOf(video: HTMLVideoElement): MediaStream | null {
    if (video.srcObject instanceof MediaStream) return video.srcObject
    if (video.currentSrc === '' || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null
    if (captured?.src !== video.currentSrc) {
      const stream = captureStream(video)
      captured = stream === null ? null : { src: video.currentSrc, stream }
    }
    return captured?.stream ?? null
  }

  /** Of the samples in `samples`; null while it can't be measured. */
  function measured(of: () => number): number | null {
    if (stopped) return null
    follow()
    if (context.state !== 'running') {
      context.resume().catch(() => undefined)
      return null
    }
    // A connection without sound is silent; of a file's buffer one can't tell.
    if (source === null) return element.srcObject instanceof MediaStream ? silenceDbfs : null
    analyser.getFloatTimeDomainData(samples)
    return Math.max(silenceDbfs, of())
  }

  return {
    levelDbfs: () =>
      measured(() => {
        let sum = 0
        for (const sample of samples) sum += sample * sample
        return 10 * Math.log10(sum / windowSamples)
      }),
    peakDbfs: () =>
      measured(() => {
        let peak = 0
        for (const sample of samples) peak = Math.max(peak, Math.abs(sample))
        return 20 * Math.log10(peak)
      }),
    stop() {
      if (stopped) return
      stopped = true
      source?.disconnect()
      context.close().catch(() => undefined)
    },
  }
}

/**
 * What the element plays, as a stream (Media Capture from DOM Elements). Not in Safari; and Firefox's own variant takes
 * the sound away from the element, so there it stays unmeasured.
 */
function captureStream(video: HTMLVideoElement): MediaStream | null {
  const capture: unknown = Reflect.get(video, 'captureStream')
  if (typeof capture !== 'function') return null
  try {
    const stream: unknown = Reflect.apply(capture, video, [])
    return stream instanceof MediaStream ? stream : null
  } catch {
    return null
  }
}
