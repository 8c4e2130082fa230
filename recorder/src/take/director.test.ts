import { beforeEach, describe, expect, it } from 'vitest'
import type { MediaFrame } from '../media/media-frame.ts'
import type { H264Config } from '../media/parameter-sets.ts'
import { Director } from './director.ts'
import type { TakeTracks } from './ffmpeg-options.ts'

const config = (name: string): H264Config => ({ widthPx: 320, heightPx: 180, avcC: Buffer.from(name) })
const camera = config('camera')

let takes: { tracks: string; frames: string[]; ended: boolean }[] = []
beforeEach(() => {
  takes = []
})

function director(
  resumeMs: number | null = null,
): Director<{ tracks: TakeTracks; write: (f: MediaFrame) => void; end: () => void }> {
  return new Director({
    resumeMs,
    openTake: (tracks) => {
      const take = {
        tracks: `${tracks.video?.avcC.toString() ?? ''}+${tracks.audio ? 'sound' : ''}`,
        frames: [''],
        ended: false,
      }
      take.frames = []
      takes.push(take)
      return {
        tracks,
        write: ({ kind, timeMs, key }) =>
          take.frames.push(`${kind === 'audio' ? 'a' : key ? 'K' : 'v'}${timeMs}`),
        end: () => {
          take.ended = true
        },
      }
    },
  })
}

function picture(timeMs: number, key = false, of = camera): MediaFrame {
  return { kind: 'video', timeMs, durationMs: 0, key, data: Buffer.alloc(1), frameIndex: timeMs, config: of }
}
function sound(timeMs: number): MediaFrame {
  return {
    kind: 'audio',
    timeMs,
    durationMs: 20,
    key: true,
    data: Buffer.alloc(1),
    frameIndex: timeMs,
    config: null,
  }
}

describe('Director', () => {
  it('begins with a key frame and all the sound before it', () => {
    const own = director()
    own.push(sound(0))
    own.push(picture(10))
    own.push(sound(20))
    expect(own.oldestFrameIndex).toBe(0)
    own.push(picture(30, true))
    own.push(picture(70))
    expect(takes).toEqual([{ tracks: 'camera+sound', frames: ['a0', 'a20', 'K30', 'v70'], ended: false }])
    expect(own.oldestFrameIndex).toBeNull()
  })

  it('does not wait long for the other track', () => {
    const own = director()
    for (let at = 0; at <= 1500; at += 20) own.push(sound(at))
    expect(takes.map((take) => take.tracks)).toEqual(['+sound'])
    own.push(picture(1510, true))
    expect(takes.map((take) => [take.tracks, take.ended])).toEqual([
      ['+sound', true],
      ['camera+sound', false],
    ])
  })

  it('begins again with both when sound comes to a picture, with what was said before its key frame', () => {
    const own = director()
    for (let at = 0; at <= 1600; at += 40) own.push(picture(at, at % 1000 === 0))
    own.push(sound(1610))
    own.push(sound(1630))
    own.push(picture(1640))
    own.push(picture(2000, true))
    expect(takes.map((take) => take.tracks)).toEqual(['camera+', 'camera+sound'])
    expect(takes[0]?.frames.at(-1)).toBe('v1640')
    expect(takes[1]?.frames).toEqual(['a1610', 'a1630', 'K2000'])
  })

  it('goes on with the picture when the sound ends, and with the sound when the picture ends', () => {
    const own = director()
    own.push(sound(0))
    for (let at = 0; at <= 4000; at += 40) own.push(picture(at, at % 1000 === 0))
    expect(takes.map((take) => take.tracks)).toEqual(['camera+sound', 'camera+'])
    const other = director()
    other.push(picture(0, true))
    for (let at = 0; at <= 4000; at += 20) other.push(sound(at))
    expect(takes.slice(2).map((take) => take.tracks)).toEqual(['camera+sound', '+sound'])
  })

  it('begins again at the key frame of another picture size', () => {
    const own = director()
    own.push(sound(0))
    own.push(picture(0, true))
    own.push(picture(40, true, config('other')))
    own.push(sound(40))
    expect(takes).toEqual([
      { tracks: 'camera+sound', frames: ['a0', 'K0'], ended: true },
      { tracks: 'other+sound', frames: ['K40', 'a40'], ended: false },
    ])
  })

  it('begins again after a hole, and when time goes back', () => {
    const own = director()
    own.push(sound(0))
    own.push(picture(0, true))
    own.push(sound(5000))
    own.push(picture(5000, true))
    own.push(sound(100))
    own.push(picture(100, true))
    expect(takes.map((take) => take.frames)).toEqual([
      ['a0', 'K0'],
      ['a5000', 'K5000'],
      ['a5020', 'K5020'],
    ])
  })

  it('is late after time went back only until a hole makes room', () => {
    const own = director()
    for (const at of [5000, 100, 140, 20_000]) {
      own.push(sound(at))
      own.push(picture(at, true))
    }
    expect(takes.map((take) => take.frames)).toEqual([
      ['a5000', 'K5000'],
      ['a5020', 'K5020', 'a5060', 'K5060'],
      ['a20000', 'K20000'],
    ])
  })

  it('keeps one take while a picture comes long after its sound', () => {
    const own = director()
    for (let at = 0; at <= 9000; at += 40) {
      own.push(sound(at))
      // A transcoder that falls behind by and by.
      const pictureAt = at / 2
      if (pictureAt % 40 === 0) own.push(picture(pictureAt, pictureAt % 1000 === 0))
    }
    expect(takes.map((take) => take.tracks)).toEqual(['camera+sound'])
  })

  it('waits with sound alone for pictures that come later than it, and never goes back', () => {
    const own = director()
    for (let at = 0; at <= 20_000; at += 20) {
      own.push(sound(at))
      const pictureAt = at - 3000
      if (pictureAt >= 0 && pictureAt % 40 === 0) own.push(picture(pictureAt, pictureAt % 1000 === 0))
    }
    own.pause()
    expect(takes.map((take) => take.tracks)).toEqual(['+sound', 'camera+sound'])
    const [alone, both] = takes.map((take) => take.frames)
    // At 3000 ms sound had been let go up to 1500 ms: the first picture that is not before that begins the take.
    expect(alone?.at(-1)).toBe('a1980')
    expect(both?.filter((frame) => frame.startsWith('a')).at(0)).toBe('a2000')
    expect(both?.find((frame) => frame.startsWith('K'))).toBe('K2000')
    expect(takes.flatMap((take) => take.frames.filter((frame) => frame.startsWith('a')))).toHaveLength(1001)
  })

  it('does not wait for ever for pictures that went away again', () => {
    const own = director()
    for (let at = 0; at <= 4000; at += 20) own.push(sound(at))
    own.push(picture(1000, true))
    for (let at = 4020; at <= 8000; at += 20) own.push(sound(at))
    expect(takes[0]?.frames.at(-1)).toBe('a6480')
  })

  it('takes nothing for sent again that a clock set back explains', () => {
    const own = director(100_000)
    for (const at of [1000, 1040]) {
      own.push(sound(at))
      own.push(picture(at, true))
    }
    expect(takes.map((take) => take.frames)).toEqual([['a100000', 'K100000', 'a100040', 'K100040']])
  })

  it('passes over what the log has already', () => {
    const own = director(2000)
    for (const at of [1000, 2000, 3000]) {
      own.push(sound(at - 20))
      own.push(sound(at))
      own.push(picture(at, true))
    }
    expect(takes.map((take) => take.frames)).toEqual([['a2000', 'K2000', 'a2980', 'a3000', 'K3000']])
  })
})
