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

/** Feedback and extensions that only serve to estimate bandwidth and to choose among layers. */
const estimation = /transport-cc|goog-remb|transport-wide-cc|abs-send-time/

/**
 * What every courtroom's router offers to viewers, so that a page can load it before it knows which courtroom. There is
 * one picture at one bitrate, so nothing is estimated: probing would cost each viewer bandwidth, and us CPU, for nothing.
 */
export function offeredRtpCapabilities(): types.RtpCapabilities {
  const { codecs = [], headerExtensions = [] } = ortc.generateRouterRtpCapabilities(mediaCodecs)
  return {
    codecs: codecs.map((codec) => ({
      ...codec,
      rtcpFeedback: (codec.rtcpFeedback ?? []).filter(({ type }) => !estimation.test(type)),
    })),
    headerExtensions: headerExtensions.filter(({ uri }) => !estimation.test(uri)),
  }
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
  const codecs = offeredRtpCapabilities().codecs ?? []
  return {
    codecs: codecs
      .filter(({ mimeType }) => mimeType.toLowerCase() === 'video/h264')
      .map((codec) => ({ ...codec, rtcpFeedback: [] })),
    headerExtensions: [],
  }
}
