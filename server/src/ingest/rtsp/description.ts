import { parse } from 'sdp-transform'
import { z } from 'zod'
import type { TrackKind } from '../feed.ts'
import { SourceError } from '../source-error.ts'
import type { RtpCodec } from '../source.ts'

/** One track that a camera offers, first codec of its media section. */
export interface RtspMedia {
  kind: TrackKind
  codec: RtpCodec
  controlUrl: string
  /** H.264 parameter sets out of `sprop-parameter-sets`, NAL units without start codes. */
  parameterSets: Buffer[]
}

export interface RtspDescription {
  media: RtspMedia[]
  /** What PLAY, keep-alive and TEARDOWN are for. */
  aggregateUrl: string
}

const maxSdpBytes = 65_536
const maxSections = 32

const sdp = z.object({
  control: z.string().optional(),
  media: z.array(
    z.object({
      type: z.string(),
      payloads: z.coerce.string().default(''),
      control: z.string().optional(),
      rtp: z
        .array(
          z.object({
            payload: z.number(),
            codec: z.string(),
            rate: z.number().optional(),
            encoding: z.coerce.number().optional(),
          }),
        )
        .default([]),
      fmtp: z.array(z.object({ payload: z.number(), config: z.coerce.string() })).default([]),
    }),
  ),
})

/** RFC 3551, table 4 and 5: what a payload type means without an rtpmap. */
const staticTypes = new Map<number, { encodingName: string; clockRateHz: number; channels: number }>([
  [0, { encodingName: 'PCMU', clockRateHz: 8000, channels: 1 }],
  [3, { encodingName: 'GSM', clockRateHz: 8000, channels: 1 }],
  [8, { encodingName: 'PCMA', clockRateHz: 8000, channels: 1 }],
  [9, { encodingName: 'G722', clockRateHz: 8000, channels: 1 }],
  [10, { encodingName: 'L16', clockRateHz: 44_100, channels: 2 }],
  [11, { encodingName: 'L16', clockRateHz: 44_100, channels: 1 }],
  [14, { encodingName: 'MPA', clockRateHz: 90_000, channels: 1 }],
  [26, { encodingName: 'JPEG', clockRateHz: 90_000, channels: 1 }],
])

const ourNames = new Map([
  ['h265', 'hevc'],
  ['jpeg', 'mjpeg'],
  ['mpeg4-generic', 'aac'],
  ['mp4a-latm', 'aac'],
])

/**
 * Reads the SDP of DESCRIBE (RFC 4566; RFC 2326, appendix C). `baseUrl` is Content-Base, Content-Location or the
 * request's own URL; whatever hosts the SDP names, the URLs made of it stay with `host` (`name:port`).
 */
export function parseDescription(text: string, baseUrl: string, host: string): RtspDescription {
  if (text.length > maxSdpBytes) throw new SourceError('not_understood', 'the SDP is too long')
  let described
  try {
    described = sdp.parse(parse(text))
  } catch (cause) {
    throw new SourceError('not_understood', 'unreadable SDP', { cause })
  }
  const base = onHost(baseUrl, host)
  const aggregateUrl = controlUrl(described.control, base, host)
  const media = described.media.slice(0, maxSections).flatMap((section): RtspMedia[] => {
    if (section.type !== 'video' && section.type !== 'audio') return []
    const codec = firstCodec(section)
    if (!codec) return []
    const sets = codec.name === 'h264' ? parameterSetsOf(codec.fmtp) : []
    return [
      {
        kind: section.type,
        codec,
        controlUrl: controlUrl(section.control, aggregateUrl, host),
        parameterSets: sets,
      },
    ]
  })
  return { media, aggregateUrl }
}

function firstCodec(section: z.output<typeof sdp>['media'][number]): RtpCodec | null {
  const payloadType = Number.parseInt(section.payloads, 10)
  if (!(payloadType >= 0 && payloadType <= 127)) return null
  const map = section.rtp.find((entry) => entry.payload === payloadType)
  const known = staticTypes.get(payloadType)
  const encodingName = map?.codec ?? known?.encodingName
  const clockRateHz = map?.rate ?? known?.clockRateHz
  if (encodingName === undefined || clockRateHz === undefined) return null
  // These go into another SDP, for ffmpeg: only what such a name and rate can be.
  if (!/^[\w.-]{1,32}$/.test(encodingName) || !(clockRateHz >= 1000 && clockRateHz <= 1_000_000)) return null
  const lower = encodingName.toLowerCase()
  const channels = map?.encoding ?? known?.channels ?? 1
  return {
    name: ourNames.get(lower) ?? lower,
    encodingName,
    payloadType,
    clockRateHz,
    channels: channels >= 1 && channels <= 8 ? Math.trunc(channels) : 1,
    fmtp:
      section.fmtp.find((entry) => entry.payload === payloadType)?.config.replaceAll(/[\r\n]/g, '') ?? null,
  }
}

/** RFC 6184, 8.1. Broken base64 gives rubbish, which the SPS parser then refuses. */
function parameterSetsOf(fmtp: string | null): Buffer[] {
  const value = fmtp === null ? undefined : /(?:^|[;\s])sprop-parameter-sets=([^;\s]+)/i.exec(fmtp)?.[1]
  if (value === undefined) return []
  return value
    .split(',')
    .slice(0, 8)
    .map((set) => Buffer.from(set, 'base64'))
    .filter((set) => set.length > 1 && set.length < 1000)
}

/**
 * RFC 2326, C.1.1, as servers really do it: a relative control is put behind the base with a slash, not resolved as
 * RFC 3986 would (which would lose the base's last part and its query).
 */
function controlUrl(control: string | undefined, base: string, host: string): string {
  if (control === undefined || control === '' || control === '*') return base
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(control)) return onHost(control, host)
  return onHost(
    control.startsWith('/') && base.endsWith('/') ? base + control.slice(1) : join(base, control),
    host,
  )
}

function join(base: string, control: string): string {
  return base.endsWith('/') || control.startsWith('/') ? base + control : `${base}/${control}`
}

/** The same path and query on the camera that we talk to; cameras behind NAT name addresses that mean nothing here. */
function onHost(url: string, host: string): string {
  const parts = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^\s]*)$/i.exec(url)
  if (!parts) throw new SourceError('not_understood', 'an address in the SDP is none')
  return `rtsp://${host}${parts[1] ?? ''}`
}
