import { describe, expect, test } from 'vitest'
import { NutError, NutReader, type NutFrame, type NutStream } from './nut-reader.ts'

/** ffmpeg 5.1: three pictures of 32x32 and four packets of Opus. */
const recorded = Buffer.from(
  'bnV0L211bHRpbWVkaWEgY29udGFpbmVyAE5NelYfXwStXwMCgf9/AgGDkAABgvcAwAAGAAAAAAABoAACAQEoAQApACEBj38gAo9/eygDAAEBKQABAgACAQEBIQIBeMAABgAAAAAAAQYDAAABBAAAAbYC//oC//sC//wC//3q8LNgTlMRQFvy+ds6AAAESDI2NAAOg5AAAAAiAAAAAWdCwAraJbARAAADAAEAAAMAZI8SJqAAAAABaM4PyCAgAQEAtcYB/05TEUBb8vnbKwEBBE9wdXMBDoL3AAAAE09wdXNIZWFkAQE4AYC7AAAAAACC9wABAbJnUidOSatotZa6eAkAAAAAAAAAAABOSatotZa6eDIBAAAAAgdlbmNvZGVyAgxMYXZjIGxpYngyNjQMcl9mcmFtZV9yYXRlAgQ1MC8x/O+SpU5Jq2i1lrp4HwIAAAABB2VuY29kZXICDExhdmMgbGlib3B1c0KkiV1OS+St7spFaQYBANIZwdyCAA0Ig22C0Bz96kn+AT/ATkvkre7KRWkHhRoB1MYG4gOCTS8AAAABZ0LACtolsBEAAAMAAQAAAwBkjxImoAAAAAFozg/IAAABZYiEOiYoDJ114IKHQBYIpxpdipguX28Fy0oa7bfzyNYFTvpADgAAAAABQZogeiyCjwASCKEvEORd+9xSfr3t2Qde0COADgAAAAABQZpAeiyClkASCISd9MQxU5ii/BcdGn42ThmgTljdZy8j5k4UrQECFgIJBQEAAAAAAAAAHT8wjfY=',
  'base64',
)

function read(chunks: Iterable<Buffer>): { streams: readonly NutStream[]; frames: NutFrame[] } {
  const frames: NutFrame[] = []
  let streams: readonly NutStream[] = []
  const reader = new NutReader({
    onStreams: (all) => (streams = all),
    onFrame: (frame) => frames.push({ ...frame, data: Buffer.from(frame.data) }),
  })
  for (const chunk of chunks) reader.push(chunk)
  return { streams, frames }
}

describe('NutReader', () => {
  test('gives the frames of what ffmpeg wrote, with their times', () => {
    const { streams, frames } = read([recorded])
    expect(streams.map(({ kind }) => kind)).toEqual(['video', 'audio'])
    const pictures = frames.filter(({ stream }) => stream.kind === 'video')
    expect(pictures.map(({ ptsSeconds, key }) => [ptsSeconds.toFixed(4), key])).toEqual([
      ['0.0065', true],
      ['0.0265', false],
      ['0.0465', false],
    ])
    // What NUT leaves out of each frame, since it is always the same, is there again.
    expect(pictures.every(({ data }) => data.subarray(0, 4).equals(Buffer.from([0, 0, 0, 1])))).toBe(true)
    const sound = frames.filter(({ stream }) => stream.kind === 'audio')
    expect(sound.slice(0, 3).map(({ ptsSeconds }) => ptsSeconds)).toEqual([0, 0.02, 0.04])
  })

  test('gives the same when it comes byte by byte', () => {
    const bytes = Array.from(recorded, (byte) => Buffer.from([byte]))
    expect(read(bytes).frames).toEqual(read([recorded]).frames)
  })

  test('gives a frame as soon as its last byte is there', () => {
    const whole = read([recorded]).frames
    const cut = read([recorded.subarray(0, recorded.length - 1)]).frames
    expect(whole.length - cut.length).toBeLessThanOrEqual(1)
  })

  test('refuses what is no NUT', () => {
    expect(() => read([Buffer.from('RIFF not a NUT stream at all, by any means')])).toThrow(NutError)
  })

  test('stops with a NutError, if at all, at any single damaged byte', () => {
    const thrown: unknown[] = []
    for (let at = 25; at < recorded.length; at++) {
      for (const value of [0x00, 0x4e, 0xff]) {
        const damaged = Buffer.from(recorded)
        damaged[at] = value
        try {
          read([damaged])
        } catch (error) {
          thrown.push(error)
        }
      }
    }
    expect(thrown.length).toBeGreaterThan(0)
    expect(thrown.every((error) => error instanceof NutError)).toBe(true)
  })
})
