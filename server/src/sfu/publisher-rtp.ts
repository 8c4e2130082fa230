/**
 * How every courtroom's one publisher looks on the wire. The relay rewrites whatever a source sends to this, so the
 * SFU sees the same publisher for the whole hearing. One CNAME and one clock for both tracks: mediasoup estimates
 * capture time per transport and CNAME, and viewers' lip sync follows from it.
 */
export const publisherRtp = {
  cname: 'courtroom',
  video: { ssrc: 0x0c0a57_01, payloadType: 102, clockRateHz: 90_000 },
  audio: { ssrc: 0x0c0a57_02, payloadType: 111, clockRateHz: 48_000 },
} as const

export type PublisherRtp = typeof publisherRtp
