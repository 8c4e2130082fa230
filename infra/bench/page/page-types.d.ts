// What the scripts of this folder find in the page beside the DOM: what they leave for each other, and what
// TypeScript's DOM library does not know yet.

/** `server/src/ingest/media/clock-strip.ts` stands in front of the measuring script, as text. */
declare function readClockStrip(
  widthPx: number,
  heightPx: number,
  lumaAt: (x: number, y: number) => number,
): number | null

/** One frame as the page showed it. All times in ms since the epoch, by the machine's clock, fractional. */
interface ShownFrame {
  /** Which video element, counted in the order of appearance. */
  element: number
  /** When the browser expected the frame to be visible (`expectedDisplayTime`). */
  shownMs: number
  /** When the browser handed the frame to its compositor (`presentationTime`). */
  submittedMs: number
  /** The capture time out of the picture's own strip; null where none can be read. */
  capturedMs: number | null
}

/** The start of one tone, as the browser handed its first sample to the sound output. */
interface HeardBeep {
  heardMs: number
}

interface BenchFindings {
  frames: ShownFrame[]
  beeps: HeardBeep[]
  /** Clicks on anything, by the event's own time stamp. */
  clicks: number[]
  /** WebRTC's own opinion: how much later the sound plays than the picture, ms, about once a second. */
  estimates: { heardMs: number; offsetMs: number }[]
}

interface BenchRecorder {
  /** All that was seen since the last `take`. */
  take(): BenchFindings
}

declare var pressGalleryBench: BenchRecorder

declare class MediaStreamTrackProcessor {
  constructor(init: { track: MediaStreamTrack })
  readonly readable: ReadableStream<AudioData>
}
