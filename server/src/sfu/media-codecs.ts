import { ortc, type types } from 'mediasoup'
import { publisherRtp } from './publisher-rtp.ts'

const h264 = { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 }
const opus = { minptime: 10, useinbandfec: 1, usedtx: 0 }

const mediaCodecs: types.RouterRtpCodecCapability[] = [
  {
    kind: 'audio',
    mimeType: 'audio/opus',
    clockRate: publisherRtp.audio.clockRateHz,
    channels: 2,
    preferredPayloadType: publisherRtp.audio.payloadType,
    parameters: opus,
  },
  {
    kind: 'video',
    mimeType: 'video/H264',
    clockRate: publisherRtp.video.clockRateHz,
    preferredPayloadType: publisherRtp.video.payloadType,
    parameters: h264,
  },
]

const videoCodec: types.RtpCodecParameters = {
  mimeType: 'video/H264',
  payloadType: publisherRtp.video.payloadType,
  clockRate: publisherRtp.video.clockRateHz,
  parameters: h264,
  rtcpFeedback: [{ type: 'nack', parameter: 'pli' }],
}

/** The codecs of every courtroom's router: what every camera makes and every browser plays. */
export const routerOptions: types.RouterOptions = { mediaCodecs }

/** What every courtroom's router has, so that a page can load it before it knows which courtroom. */
export function routerRtpCapabilities(): types.RtpCapabilities {
  return ortc.generateRouterRtpCapabilities(mediaCodecs)
}

/** The two producers of the relay; one CNAME, since lip sync follows from it (RFC 3550, 6.5.1). */
export const publisherProducers: Record<'video' | 'audio', types.ProducerOptions> = {
  video: {
    kind: 'video',
    rtpParameters: {
      codecs: [videoCodec],
      encodings: [{ ssrc: publisherRtp.video.ssrc }],
      rtcp: { cname: publisherRtp.cname, reducedSize: true },
    },
  },
  audio: {
    kind: 'audio',
    rtpParameters: {
      codecs: [
        {
          mimeType: 'audio/opus',
          payloadType: publisherRtp.audio.payloadType,
          clockRate: publisherRtp.audio.clockRateHz,
          channels: 2,
          parameters: opus,
        },
      ],
      encodings: [{ ssrc: publisherRtp.audio.ssrc }],
      rtcp: { cname: publisherRtp.cname, reducedSize: true },
    },
  },
}

/** A joiner's catch-up: the same picture from Node, under an SSRC and a CNAME of its own. */
export function catchUpProducer(ssrc: number): types.ProducerOptions {
  return {
    kind: 'video',
    rtpParameters: {
      codecs: [{ ...videoCodec, rtcpFeedback: [] }],
      encodings: [{ ssrc }],
      // A CNAME apart from the sound's: this picture is to be shown at once, not held for lip sync.
      rtcp: { cname: `catch-up-${ssrc}`, reducedSize: true },
    },
  }
}

/** How Node takes the courtroom's picture: no extensions and no feedback, only the packets. */
export function groupConsumerCapabilities(): types.RtpCapabilities {
  const codecs = routerRtpCapabilities().codecs ?? []
  return {
    codecs: codecs
      .filter(({ mimeType }) => mimeType.toLowerCase() === 'video/h264')
      .map((codec) => ({ ...codec, rtcpFeedback: [] })),
    headerExtensions: [],
  }
}
