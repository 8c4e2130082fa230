/** A picture as the camera encoded it, in the form that ffmpeg takes. */
export interface VideoFrame {
  /** Of the RTP clock, as it came. */
  timestamp: number
  key: boolean
  data: Buffer
}

export interface FrameDepacketiser {
  /**
   * The pictures that this payload completes. Takes payloads in order; `gap`: packets are missing before it. Never throws.
   */
  push(payload: Buffer, timestamp: number, marker: boolean, gap: boolean): VideoFrame[]
}
