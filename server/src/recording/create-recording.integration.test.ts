import { execFile, execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { verifyLog } from '@press-gallery/recorder/segment-log/verify-log'
import { parseIndexLine } from '@press-gallery/recorder/segment-log/index-line'
import type { IndexLine } from '@press-gallery/recorder/segment-log/index-line'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { playFileFeed } from './testing/file-feed.ts'
import type { FileFeedOptions } from './testing/file-feed.ts'
import { writeFlashAndBeep } from './testing/flash-and-beep.ts'
import { measureLipSync } from './testing/lip-sync.ts'
import type { FeedTap } from '../ingest/feed.ts'
import type { RecordingState } from '../protocol/api.ts'
import { createRecording } from './create-recording.ts'
import type { DurableSegment, Recording } from './create-recording.ts'
import { createRecorderSpawner } from './recorder-spawner.ts'

const log = pino({ level: 'silent' })
const spawner = createRecorderSpawner(log)
const files = { dir: '', small: '', large: '', long: '' }

beforeAll(async () => {
  files.dir = await mkdtemp(join(tmpdir(), 'recording-'))
  const file = (name: string): string => join(files.dir, name)
  files.small = file('small.mkv')
  files.large = file('large.mkv')
  files.long = file('long.mkv')
  await writeFlashAndBeep({ path: files.small, seconds: 10 })
  await writeFlashAndBeep({ path: files.large, seconds: 4, size: '640x360' })
  await writeFlashAndBeep({ path: files.long, seconds: 24, gopFrames: 24 * 25 })
})
afterAll(async () => {
  await spawner.stop()
  await rm(files.dir, { recursive: true })
})

let logDir = ''
let recording: Recording | null = null
let taps = new Set<FeedTap>()
let segments: DurableSegment[] = []
let states: RecordingState[] = []
beforeEach(async () => {
  logDir = await mkdtemp(join(files.dir, 'log-'))
  taps = new Set()
  segments = []
  states = []
})
afterEach(async () => {
  await recording?.stop()
  recording = null
})

/** Begins to record, and gives what plays a file into it. */
function record(dir = logDir): (options: Partial<FileFeedOptions> & { path: string }) => Promise<number> {
  const feed = {
    tap: (tap: FeedTap) => {
      taps.add(tap)
      return () => taps.delete(tap)
    },
  }
  const own = createRecording({ hearingId: 'hearing-1', feed, logDir: dir, spawner, nowMs: Date.now, log })
  own.onSegment((segment) => segments.push(segment))
  own.onState((state) => states.push(state))
  own.start()
  recording = own
  const [tap] = taps
  if (!tap) throw new Error('the feed was not tapped')
  return async (options) => (await playFileFeed({ tap, startMs: evenSecondMs(), ...options })).videoFrames
}

function evenSecondMs(): number {
  return Math.floor(Date.now() / 2000) * 2000
}

async function lines(dir = logDir): Promise<IndexLine[]> {
  const text = await readFile(join(dir, 'index.jsonl'), 'utf8')
  return text.split('\n').flatMap((line) => parseIndexLine(line) ?? [])
}

/** One file of all segments that share an init segment, as a player joins them. */
async function joined(init = 0, dir = logDir): Promise<string> {
  const own = (await lines(dir)).filter((line) => line.init === init)
  const parts = [`init-${init}.mp4`, ...own.map((line) => `${line.sequence}.m4s`)]
  const path = join(files.dir, 'joined.mp4')
  await writeFile(path, Buffer.concat(await Promise.all(parts.map((part) => readFile(join(dir, part))))))
  return path
}

/** What ffmpeg has to say against a file's timestamps. */
async function complaints(path: string): Promise<string> {
  const { stderr } = await promisify(execFile)('ffmpeg', [
    '-v',
    'warning',
    '-i',
    path,
    '-c',
    'copy',
    '-f',
    'null',
    '-',
  ])
  return stderr
}

async function streams(init: number): Promise<string[]> {
  const { stdout } = await promisify(execFile)('ffprobe', [
    '-v',
    'error',
    '-show_entries',
    'stream=codec_name,width',
    '-of',
    'csv=p=0',
    await joined(init),
  ])
  return stdout.trim().split('\n')
}

describe('createRecording()', () => {
  it('records every picture in segments of 2 s, in lip sync and on the wall clock', async () => {
    const play = record()
    expect(recording?.state).toBe('starting')
    const startMs = evenSecondMs()
    const pictures = await play({ path: files.small, startMs, speed: 2 })
    await recording?.stop()

    const index = await lines()
    expect(index.map((line) => line.durationMs)).toEqual([2000, 2000, 2000, 2000, 2000])
    expect(index.map((line) => Date.parse(line.start) - startMs)).toEqual([0, 2000, 4000, 6000, 8000])
    expect(index.every((line) => line.independent && !line.discontinuity)).toBe(true)
    expect((await verifyLog(logDir)).faults).toEqual([])

    const file = await joined()
    expect(await complaints(file)).toBe('')
    const { picturesS, events } = await measureLipSync(file)
    expect(picturesS).toHaveLength(pictures)
    expect(events.map((event) => Math.round(event.flashS - 10))).toEqual([0, 2, 4, 6, 8])
    for (const { audioLateMs } of events) expect(Math.abs(audioLateMs)).toBeLessThan(5)
    expect(states).toEqual(['starting', 'recording', 'stopped'])
  })

  it('goes on without a hole after kill -9 of the recorder and of its ffmpeg', async () => {
    const play = record()
    const playing = play({ path: files.small })
    const victims = { 1: 'recorder', 2: 'ffmpeg', 3: 'recorder' }
    for (const [count, victim] of Object.entries(victims)) {
      await vi.waitFor(() => expect(segments.length).toBeGreaterThanOrEqual(Number(count)), 20_000)
      const pid = recording?.pid
      if (typeof pid !== 'number') throw new Error('no recorder')
      process.kill(victim === 'recorder' ? pid : await childOf(pid), 'SIGKILL')
    }
    const pictures = await playing
    await recording?.stop()

    const index = await lines()
    expect(index.filter((line) => line.discontinuity).length).toBe(3)
    for (const [i, line] of index.slice(1).entries()) {
      const before = index[i]
      expect(Date.parse(line.start)).toBe(Date.parse(before?.start ?? '') + (before?.durationMs ?? 0))
    }
    expect((await verifyLog(logDir)).faults).toEqual([])
    const file = await joined()
    expect(await complaints(file)).toBe('')
    const { picturesS, events } = await measureLipSync(file)
    expect(picturesS).toHaveLength(pictures)
    expect(events).toHaveLength(5)
    for (const { audioLateMs } of events) expect(Math.abs(audioLateMs)).toBeLessThan(5)
  })

  it('sets a log that was tampered with aside, and records all the same', async () => {
    await mkdir(logDir, { recursive: true })
    await writeFile(join(logDir, 'index.jsonl'), '{"sequence":7}\n')
    const play = record()
    const pictures = await play({ path: files.small, speed: 4 })
    await recording?.stop()
    expect((await verifyLog(logDir)).faults).toEqual([])
    expect((await measureLipSync(await joined())).picturesS).toHaveLength(pictures)
    const [aside] = (await readdir(files.dir)).filter((name) =>
      name.startsWith(`${basename(logDir)}.damaged-`),
    )
    expect(await readFile(join(files.dir, aside ?? '', 'index.jsonl'), 'utf8')).toBe('{"sequence":7}\n')
  })

  it('is starting, not stalled, while a first group of pictures that takes long comes in', async () => {
    const play = record()
    // 2 s of media in 8: longer than two targets.
    const played = play({ path: files.small, speed: 0.25, only: { video: [0, 2.2], audio: [0, 2.2] } })
    await vi.waitFor(() => expect(states).not.toEqual(['starting']), 15_000)
    expect(states).toEqual(['starting', 'recording'])
    await played
  })

  it('says stalled when the feed gives nothing, and not recording', async () => {
    const play = record()
    await play({ path: files.small, speed: 4, only: { video: [0, 4], audio: [0, 4] } })
    await vi.waitFor(() => expect(states).toContain('recording'), 10_000)
    await vi.waitFor(() => expect(recording?.state).toBe('stalled'), 10_000)
    // What had come before the silence is there without waiting for more.
    expect(segments.reduce((sum, segment) => sum + segment.durationMs, 0)).toBeCloseTo(4000, 0)
  })

  it('records sound alone, and begins again with both when a picture comes', async () => {
    const play = record()
    await play({ path: files.small, speed: 2, only: { video: [4, 10] } })
    await recording?.stop()
    const index = await lines()
    const changes = index.filter((line) => line.discontinuity)
    expect(changes).toHaveLength(1)
    expect(await streams(0)).toEqual(['aac'])
    expect(await streams(1)).toEqual(['h264,320', 'aac'])
    const { picturesS } = await measureLipSync(await joined(1))
    expect(picturesS).toHaveLength(6 * 25)
    expect((await verifyLog(logDir)).faults).toEqual([])
  })

  it('records a picture alone, and begins again with both when sound comes', async () => {
    const play = record()
    await play({ path: files.small, speed: 2, only: { audio: [4.5, 10] } })
    await recording?.stop()
    expect(await streams(0)).toEqual(['h264,320'])
    expect(await streams(1)).toEqual(['h264,320', 'aac'])
    const { events } = await measureLipSync(await joined(1))
    expect(events).toHaveLength(2)
    for (const { audioLateMs } of events) expect(Math.abs(audioLateMs)).toBeLessThan(5)
  })

  it('begins a new init segment when the picture changes its size', async () => {
    const play = record()
    const startMs = evenSecondMs()
    await play({ path: files.small, startMs, speed: 2, only: { video: [0, 4], audio: [0, 4] } })
    await play({
      path: files.large,
      startMs: startMs + 4000,
      speed: 2,
      firstSequence: 0,
      firstTimestamp: 0xffff_0000,
    })
    await recording?.stop()
    expect(await streams(0)).toEqual(['h264,320', 'aac'])
    expect(await streams(1)).toEqual(['h264,640', 'aac'])
    expect((await lines()).filter((line) => line.discontinuity)).toHaveLength(1)
  })

  it('cuts a very long group of pictures without a key frame, and says so', async () => {
    const play = record()
    const pictures = await play({ path: files.long, speed: 6 })
    await recording?.stop()
    const index = await lines()
    expect(index.map((line) => line.independent)).toEqual([true, false, false])
    for (const line of index) expect(line.durationMs).toBeLessThan(10_100)
    expect((await measureLipSync(await joined())).picturesS).toHaveLength(pictures)
  })

  it('keeps lip sync where the two clocks of a camera run apart', async () => {
    const play = record()
    const startMs = evenSecondMs()
    await play({ path: files.long, startMs, speed: 6, driftPpm: { video: 300, audio: -300 } })
    await recording?.stop()
    const file = await joined()
    expect(await complaints(file)).toBe('')
    const { events } = await measureLipSync(file)
    expect(events).toHaveLength(12)
    // Uncorrected it is 13 ms at the end.
    for (const { audioLateMs } of events) expect(Math.abs(audioLateMs)).toBeLessThan(5)
  })

  it.runIf(process.getuid?.() === 0)('survives a full disk, and goes on when there is room', async () => {
    const mount = await mkdtemp(join(files.dir, 'disk-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=700k', 'tmpfs', mount])
    try {
      const dir = join(mount, 'log')
      const play = record(dir)
      await writeFile(join(mount, 'ballast'), Buffer.alloc(300_000))
      const playing = play({ path: files.small, speed: 2 })
      await vi.waitFor(() => expect(recording?.state).toBe('disk_full'), 20_000)
      const before = await lines(dir)
      expect((await verifyLog(dir)).faults).toEqual([])
      expect(before.length).toBeGreaterThan(0)
      expect((await readdir(dir)).filter((name) => name.startsWith('.'))).toEqual([])
      execFileSync('mount', ['-o', 'remount,size=8m', mount])
      await vi.waitFor(() => expect(recording?.state).toBe('recording'), 20_000)
      const pictures = await playing
      await recording?.stop()
      expect((await verifyLog(dir)).faults).toEqual([])
      expect((await measureLipSync(await joined(0, dir))).picturesS).toHaveLength(pictures)
      expect((await lines(dir)).filter((line) => line.discontinuity)).toEqual([])
    } finally {
      await recording?.stop()
      execFileSync('umount', [mount])
    }
  })
})

async function childOf(pid: number): Promise<number> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')
  return Number(children.trim().split(' ')[0])
}
