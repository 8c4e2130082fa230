import { BoxSplitter, placeFragment, runsOf, tracksOf } from './mp4-boxes.ts'
import type { Mp4Box, Mp4Track } from './mp4-boxes.ts'

/** A finished segment, before it has a number and a place. */
export interface FinishedSegment {
  /** `ftyp` and `moov` of its take. */
  init: Buffer
  bytes: Buffer
  /** UTC of its first picture (of its first sound where there is no picture), ms. */
  startMs: number
  durationMs: number
  /** Where the next segment's sound begins, UTC ms; null without sound. */
  audioEndMs: number | null
  /** It begins with a key frame. */
  independent: boolean
}

export interface SegmenterOptions {
  targetMs: number
  /** UTC ms of the first picture and the first sound that were given to ffmpeg; null where there is no such track. */
  videoStartMs: number | null
  audioStartMs: number | null
  /** UTC ms that stands for decode time 0 in the log, given the first segment's start. */
  originMs: (firstStartMs: number) => number
  onSegment: (segment: FinishedSegment) => void
}

/** A group of pictures that ends a little early by its clock is still a whole one. */
const toleranceMs = 100
/** The AAC encoder's delay, samples at 48 kHz: its first frame holds what was before the first sound. */
const aacPrimingTicks = 1024

/**
 * Takes ffmpeg's fragmented MP4 apart and joins fragments to segments of about the target duration. ffmpeg puts the
 * first sample of each track at 0; here they are put back where they belong on the log's one time line, so decode times
 * go on across takes, and sound leads its pictures by exactly the encoder's priming.
 */
export class Segmenter {
  readonly #options: SegmenterOptions
  readonly #splitter = new BoxSplitter()
  #ftyp: Buffer | null = null
  #init: Buffer | null = null
  #tracks: Mp4Track[] = []
  #moof: Mp4Box | null = null
  #fragments = 0
  #parts: Buffer[] = []
  #open: { startMs: number; endMs: number; audioEndMs: number | null; independent: boolean } | null = null

  constructor(options: SegmenterOptions) {
    this.#options = options
  }

  /** Throws RangeError on what no ffmpeg writes. */
  push(chunk: Buffer): void {
    for (const box of this.#splitter.push(chunk)) {
      if (box.type === 'ftyp') this.#ftyp = box.bytes
      else if (box.type === 'moov') {
        this.#tracks = tracksOf(box)
        this.#init = Buffer.concat([this.#ftyp ?? Buffer.alloc(0), box.bytes])
      } else if (box.type === 'moof') this.#moof = box
      else if (box.type === 'mdat' && this.#moof) {
        this.#fragment(this.#moof, box)
        this.#moof = null
      }
    }
  }

  /** ffmpeg has ended well: what is left is the last segment. */
  end(): void {
    this.#close()
  }

  #fragment(moof: Mp4Box, mdat: Mp4Box): void {
    const times = new Map<'video' | 'audio', { startMs: number; endMs: number; sync: boolean }>()
    for (const run of runsOf(moof)) {
      const track = this.#tracks.find((candidate) => candidate.trackId === run.trackId)
      const base = track && this.#startMs(track)
      if (!track || base === undefined || base === null || run.samples === 0) continue
      const startMs = base + (run.decodeTime / track.timescaleHz) * 1000
      times.set(track.kind, {
        startMs,
        endMs: startMs + (run.durationTicks / track.timescaleHz) * 1000,
        sync: run.firstIsSync,
      })
    }
    const audio = times.get('audio')
    const main = times.get('video') ?? audio
    if (!main) return
    if (this.#open) {
      this.#open.endMs = Math.max(this.#open.endMs, main.endMs)
      if (audio) this.#open.audioEndMs = audio.endMs
    } else {
      this.#open = {
        startMs: main.startMs,
        endMs: main.endMs,
        audioEndMs: audio?.endMs ?? null,
        independent: main.sync,
      }
    }
    const originMs = this.#options.originMs(this.#open.startMs)
    const placed = placeFragment(moof, ++this.#fragments, (trackId) => {
      const track = this.#tracks.find((candidate) => candidate.trackId === trackId)
      const base = track ? this.#startMs(track) : null
      return track && base !== null ? Math.max(0, ((base - originMs) / 1000) * track.timescaleHz) : 0
    })
    this.#parts.push(placed, mdat.bytes)
    if (this.#open.endMs - this.#open.startMs >= this.#options.targetMs - toleranceMs) this.#close()
  }

  /** UTC ms of the track's decode time 0. */
  #startMs(track: Mp4Track): number | null {
    const { videoStartMs, audioStartMs } = this.#options
    if (track.kind === 'video') return videoStartMs
    return audioStartMs === null ? null : audioStartMs - (aacPrimingTicks / 48_000) * 1000
  }

  #close(): void {
    const open = this.#open
    const parts = this.#parts
    this.#open = null
    this.#parts = []
    if (!open || !this.#init) return
    this.#options.onSegment({
      init: this.#init,
      bytes: Buffer.concat(parts),
      startMs: open.startMs,
      durationMs: open.endMs - open.startMs,
      audioEndMs: open.audioEndMs,
      independent: open.independent,
    })
  }
}
