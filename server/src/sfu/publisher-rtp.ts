/**
 * How every courtroom's one publisher looks on the wire. The relay rewrites whatever a source sends to this, so the
 * SFU sees the same publisher for the whole hearing. One CNAME and one clock for both tracks: mediasoup estimates
 * capture time per transport and CNAME, and viewers' lip sync follows from it.
 */
export const publisherRtp = {
  cname: 'courtroom',
  video: { ssrc: 0x0c0a57_01, payloadType: 102, clockRateHz: 90_000 },
  audio: { ssrc: 0x0c0a57_02, payloadType: 111, clockRateHz: 48_000 },
  /**
   * How much earlier than its sound viewers see the picture. A browser holds the picture until the sound's buffer lets
   * its sound out, so this much less delay; sound that is late by as much is what one hears seven metres from a speaker,
   * and far from being noticed (ITU-R BT.1359: 125 ms late, but 45 ms early). The recording stays exact.
   */
  pictureLeadMs: 20,
} as const

export type PublisherRtp = Omit<typeof publisherRtp, 'pictureLeadMs'> & { readonly pictureLeadMs: number }
