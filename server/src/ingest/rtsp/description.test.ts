import { describe, expect, test } from 'vitest'
import { SourceError } from '../source-error.ts'
import { parseDescription } from './description.ts'
import { parseRtpInfo, parseSession, parseTransport } from './play-headers.ts'

const sdp = (...media: string[]): string =>
  ['v=0', 'o=- 1 1 IN IP4 10.0.0.9', 's=cam', 't=0 0', 'a=control:*', ...media, ''].join('\r\n')
const h264 = (control: string): string =>
  `m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96 packetization-mode=1;sprop-parameter-sets=Z0LAFQ==,aM4yyA==\r\na=control:${control}`

describe('the SDP of a camera', () => {
  test('codecs, parameter sets and control addresses', () => {
    const text = sdp(h264('trackID=1'), 'm=audio 0 RTP/AVP 8', 'a=control:trackID=2')
    const { media, aggregateUrl } = parseDescription(text, 'rtsp://cam:554/live/', 'cam:554')
    expect(aggregateUrl).toBe('rtsp://cam:554/live/')
    expect(media).toMatchObject([
      {
        kind: 'video',
        controlUrl: 'rtsp://cam:554/live/trackID=1',
        codec: { name: 'h264', clockRateHz: 90_000 },
      },
      {
        kind: 'audio',
        controlUrl: 'rtsp://cam:554/live/trackID=2',
        codec: { name: 'pcma', clockRateHz: 8000 },
      },
    ])
    expect(media[0]?.parameterSets.map((nal) => nal[0])).toEqual([0x67, 0x68])
  })

  test.each([
    ['rtsp://evil.example/steal', 'rtsp://cam/steal'],
    ['rtsp://10.0.0.9:8554/live/track1?x=1', 'rtsp://cam/live/track1?x=1'],
    ['/abs/track1', 'rtsp://cam/live/abs/track1'],
    ['track1', 'rtsp://cam/live/track1'],
  ])('a control address never leads to another host: %s', (control, url) => {
    const { media } = parseDescription(sdp(h264(control)), 'rtsp://cam/live', 'cam')
    expect(media[0]?.controlUrl).toBe(url)
  })

  test('AAC and HEVC by our names', () => {
    const text = sdp(
      'm=video 0 RTP/AVP 97\r\na=rtpmap:97 H265/90000',
      'm=audio 0 RTP/AVP 98\r\na=rtpmap:98 MPEG4-GENERIC/44100/2\r\na=fmtp:98 mode=AAC-hbr;config=1210',
    )
    const { media } = parseDescription(text, 'rtsp://cam/', 'cam')
    expect(media.map(({ codec }) => [codec.name, codec.channels])).toEqual([
      ['hevc', 1],
      ['aac', 2],
    ])
    expect(media[1]?.codec.fmtp).toBe('mode=AAC-hbr;config=1210')
  })

  test.each([
    '',
    'not an sdp',
    sdp('m=video'),
    sdp('m=video 0 RTP/AVP 200'),
    sdp('m=audio 0 RTP/AVP 97'),
    sdp('m=audio 0 RTP/AVP 97\r\na=rtpmap:97 <script>/90000'),
    sdp('m=audio 0 RTP/AVP 97\r\na=rtpmap:97 OPUS/99999999999999'),
    sdp('a=fmtp:\r\na=rtpmap:\r\nm=\r\na=control:'),
  ])('what can be no track is none (%#)', (text) => {
    const read = (): unknown => {
      try {
        return parseDescription(text, 'rtsp://cam/', 'cam').media
      } catch (thrown) {
        return thrown instanceof SourceError ? [] : thrown
      }
    }
    expect(read()).toEqual([])
  })

  test('too long', () => {
    expect(() => parseDescription(sdp('a=x:y\r\n'.repeat(20_000)), 'rtsp://cam/', 'cam')).toThrow(SourceError)
  })
})

describe('the headers of SETUP and PLAY', () => {
  test('session and timeout', () => {
    expect(parseSession('8fAx;timeout=30')).toEqual({ id: '8fAx', timeoutMs: 30_000 })
    expect(parseSession('12345')).toEqual({ id: '12345', timeoutMs: 60_000 })
    expect(() => parseSession(null)).toThrow(SourceError)
  })

  test('transport', () => {
    expect(parseTransport('RTP/AVP/TCP;unicast;interleaved=2-3;ssrc=1')).toEqual({
      interleaved: [2, 3],
      serverPort: null,
    })
    expect(parseTransport('RTP/AVP;unicast;client_port=5000-5001;server_port=6000-6001').serverPort).toEqual([
      6000, 6001,
    ])
    expect(parseTransport('interleaved=999-1000;server_port=99999').interleaved).toBeNull()
  })

  test('RTP-Info, with whatever host the camera writes', () => {
    const tracks = [
      { kind: 'video' as const, controlUrl: 'rtsp://cam/live/trackID=1' },
      { kind: 'audio' as const, controlUrl: 'rtsp://cam/live/trackID=2' },
    ]
    const played = parseRtpInfo(
      ['url=rtsp://10.0.0.9/live/trackID=1;seq=5;rtptime=4294967295,url=trackID=2;rtptime=99999999999;seq=7'],
      tracks,
    )
    expect(played.get('video')).toEqual({ sequence: 5, rtpTimestamp: 4_294_967_295 })
    expect(played.get('audio')).toEqual({ sequence: 7, rtpTimestamp: null })
  })
})
