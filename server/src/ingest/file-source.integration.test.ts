import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startFfmpeg } from '@press-gallery/recorder/ffmpeg'
import { fileSource } from './file-source.ts'
import { words } from './media/carried-options.ts'
import { playSource } from './testing/play-source.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'press-gallery-'))
  // A second of picture and sound: a beep at its beginning, then silence.
  const run = await startFfmpeg({
    inputs: [
      { source: 'testsrc2=s=320x180:r=25', options: words('-f lavfi -t 1') },
      { source: "aevalsrc='0.5*sin(2*PI*1000*t)*lt(t,0.1)':s=44100", options: words('-f lavfi -t 1') },
    ],
    output: { to: join(folder, 'hearing.mp4'), options: words('-c:v libx264 -preset ultrafast -c:a aac') },
    log: pino({ level: 'silent' }),
  })
  const exit = await run.exited
  if (exit.code !== 0) throw new Error(exit.stderrTail)
})

afterAll(() => rm(folder, { recursive: true }))

const play = (name: string) => playSource(fileSource, { kind: 'file', path: join(folder, name) })

describe('fileSource', () => {
  test('plays a file again and again, without a seam in its timestamps', async () => {
    const { media, source } = play('hearing.mp4')
    await vi.waitFor(
      () => {
        expect(media.ends).toEqual([])
        expect(media.pictures.length).toBeGreaterThan(70)
        expect(media.sounds.length).toBeGreaterThan(140)
      },
      { timeout: 30_000, interval: 100 },
    )
    await source.stop()
    expect(media.faults).toEqual([])
    expect(media.tracks).toEqual([
      {
        video: { sourceCodec: 'h264', mode: 'transcoded' },
        audio: { sourceCodec: 'aac', mode: 'transcoded' },
      },
    ])
    const steps = media.sounds
      .slice(1)
      .map(({ timestamp }, i) => timestamp - (media.sounds[i]?.timestamp ?? 0))
    expect(new Set(steps)).toEqual(new Set([960]))
    const { onsetsMs } = await media.listen()
    expect(onsetsMs.length).toBeGreaterThanOrEqual(2)
  })

  test.each([
    ['missing', 'missing.mp4', null],
    ['empty', 'empty.mp4', Buffer.alloc(0)],
    ['garbage', 'garbage.mp4', Buffer.from('no media '.repeat(10_000))],
  ])('a file that is %s is told as bad_file', async (_what, name, content) => {
    if (content) await writeFile(join(folder, name), content)
    const { media, source } = play(name)
    await vi.waitFor(() => expect(media.ends.map(({ fault }) => fault)).toEqual(['bad_file']), {
      timeout: 20_000,
    })
    await source.stop()
    expect(media.sounds).toEqual([])
  })
})
