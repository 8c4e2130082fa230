import type { MediaFrame } from '../media/media-frame.ts'
import type { TakeTracks } from './ffmpeg-options.ts'

/** A packet of sound that lies across a seam begins so much before it. */
const sameInstantMs = 20
/** A picture lasts as long as the one before it, but no longer than this. */
const longestPictureMs = 1000

/**
 * Where takes lie on the log's time line: one behind the other, since a log in which two things happen at one time could not
 * be read. Where time has gone back (a clock was set, or the source's line was placed wrongly) a take begins at the
 * log's end all the same: nothing is left out, and its times are late by as much, until a hole makes room to be right again.
 */
export class TakePlacement {
  #shiftMs = 0
  /** By its main track: pictures, or sound where there are none. */
  #endMs: number
  #soundEndMs = -Infinity
  #withPicture = false
  #lastPictureMs: number | null = null

  /** `endMs`: UTC ms where the log ends; null for an empty log. */
  constructor(endMs: number | null) {
    this.#endMs = endMs ?? -Infinity
  }

  /** Whether a take may begin with this picture, without going back behind what was recorded. */
  fits(picture: MediaFrame): boolean {
    return picture.timeMs + this.#shiftMs >= this.#endMs - sameInstantMs
  }

  /** What comes does not go on from what was recorded: it begins with these frames. */
  realign(frames: readonly MediaFrame[]): void {
    const picture = frames.find((frame) => frame.kind === 'video')
    const sound = frames.find((frame) => frame.kind === 'audio')
    const backMs = Math.max(
      this.#endMs - ((picture ?? sound)?.timeMs ?? Infinity),
      this.#soundEndMs - (sound?.timeMs ?? Infinity),
    )
    this.#shiftMs = backMs > sameInstantMs ? backMs : 0
    this.#lastPictureMs = null
  }

  begin(tracks: TakeTracks): void {
    this.#withPicture = tracks.video !== null
  }

  /** The frame as it is recorded. */
  place(frame: MediaFrame): MediaFrame {
    const timeMs = frame.timeMs + this.#shiftMs
    if (frame.kind === 'audio') {
      this.#soundEndMs = Math.max(this.#soundEndMs, timeMs + frame.durationMs)
      if (!this.#withPicture) this.#endMs = Math.max(this.#endMs, this.#soundEndMs)
    } else {
      const lastsMs = Math.min(longestPictureMs, timeMs - (this.#lastPictureMs ?? timeMs))
      this.#endMs = Math.max(this.#endMs, timeMs + lastsMs)
      this.#lastPictureMs = timeMs
    }
    return this.#shiftMs === 0 ? frame : { ...frame, timeMs }
  }
}
