import { describe, expect, test } from 'vitest'
import { SourceError } from '../source-error.ts'
import { interleaved } from '../testing/scripted-camera.ts'
import { formatRequest, headerOf, RtspStreamParser, type RtspIncoming } from './message.ts'

function parse(...chunks: (string | Buffer)[]): RtspIncoming[] {
  const parser = new RtspStreamParser()
  const out: RtspIncoming[] = []
  for (const chunk of chunks) parser.push(Buffer.from(chunk), (incoming) => out.push(incoming))
  return out
}

/** What was thrown but a SourceError. */
function thrownBy(run: () => unknown): unknown {
  try {
    run()
    return null
  } catch (thrown) {
    return thrown instanceof SourceError ? null : thrown
  }
}

const answer = 'RTSP/1.0 200 OK\r\nCSeq: 7\r\nContent-Length: 3\r\n\r\nabc'

describe('the byte stream of a connection', () => {
  test('a response with a body', () => {
    const [response] = parse(answer)
    expect(response).toMatchObject({ kind: 'response', status: 200, reason: 'OK', body: Buffer.from('abc') })
    expect(response?.kind === 'response' && headerOf(response.headers, 'cseq')).toBe('7')
  })

  test('cut anywhere, it comes out the same', () => {
    const stream = Buffer.concat([
      interleaved(0, Buffer.from('one')),
      Buffer.from(answer),
      interleaved(1, Buffer.alloc(0)),
      Buffer.from('OPTIONS rtsp://us RTSP/1.0\r\nCSeq: 1\r\n\r\n'),
      interleaved(0, Buffer.alloc(2000, 0x24)),
    ])
    const whole = parse(stream)
    expect(whole.map(({ kind }) => kind)).toEqual(['frame', 'response', 'frame', 'request', 'frame'])
    for (const size of [1, 2, 3, 7, 50]) {
      const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, i) =>
        stream.subarray(i * size, (i + 1) * size),
      )
      expect(parse(...chunks)).toEqual(whole)
    }
  })

  test('a header that comes twice keeps both values', () => {
    const [response] = parse(
      'RTSP/1.0 401 No\r\nWWW-Authenticate: Basic realm="a"\r\nwww-authenticate: Digest x\r\n\r\n',
    )
    expect(response?.kind === 'response' && response.headers.get('www-authenticate')).toHaveLength(2)
  })

  test('rubbish between messages is skipped', () => {
    const out = parse(Buffer.from([1, 2, 3, 250, 0, 9]), interleaved(0, Buffer.from('x')), 'zz\r\n', answer)
    expect(out.map(({ kind }) => kind)).toEqual(['frame', 'response'])
  })

  test('rubbish without end is given up', () => {
    const noise = Buffer.alloc(300_000, 1)
    expect(() => parse(noise)).toThrow(SourceError)
  })

  test('a head without end is given up', () => {
    const endless = `RTSP/1.0 200 OK\r\n${'X-Y: z\r\n'.repeat(40_000)}`
    expect(() => parse(endless)).toThrow(SourceError)
  })

  test.each(['99999999', '-1', '1e9', 'abc', '999999999999999999999'])(
    'an impossible length: %s',
    (length) => {
      expect(() => parse(`RTSP/1.0 200 OK\r\nContent-Length: ${length}\r\n\r\n`)).toThrow(SourceError)
    },
  )

  test('random bytes never make it throw anything but a SourceError', () => {
    let seed = 7
    const next = (): number => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) >> 8
    for (let round = 0; round < 200; round++) {
      const bytes = Buffer.from(Array.from({ length: 500 }, () => (next() % 4 === 0 ? 0x24 : next() & 255)))
      expect(thrownBy(() => parse(bytes, answer))).toBeNull()
    }
  })
})

test('no line break gets into a request', () => {
  const request = formatRequest('PLAY', 'rtsp://cam/1', [['Session', 'a\r\nEvil: 1']])
  expect(request.split('\r\n')).toHaveLength(4)
})
