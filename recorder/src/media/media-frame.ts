import type { H264Config } from './parameter-sets.ts'

/** One picture or one packet of sound on the server's time line. */
export interface MediaFrame {
  kind: 'video' | 'audio'
  /** UTC of its capture, ms since the epoch, fractional. Strictly rising within a track. */
  timeMs: number
  /** Of sound; 0 for a picture, whose duration is known with the next one. */
  durationMs: number
  /** A picture that can be decoded alone. Always true of sound. */
  key: boolean
  /** H.264 with 4-byte lengths (ISO/IEC 14496-15), or an Opus packet. */
  data: Buffer
  /** The pipe index of its first packet. */
  frameIndex: number
  /** The parameter sets in force; null for sound. */
  config: H264Config | null
}
