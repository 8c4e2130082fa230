import { execFile, execFileSync } from 'node:child_process'
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { parseIndexLine } from '@press-gallery/recorder/segment-log/index-line'
import type { IndexLine } from '@press-gallery/recorder/segment-log/index-line'
import { writeNewIdentity } from '@press-gallery/recorder/seal/identity-file'
import { verifyLog } from '@press-gallery/recorder/segment-log/verify-log'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createHls } from '../hls/create-hls.ts'
import { createHearingRecording } from './hearing-recording.ts'
import type { HearingRecording } from './hearing-recording.ts'
import { createRecorderSpawner } from './recorder-spawner.ts'
import { createCuedFeed } from './testing/cued-feed.ts'
import type { CuedFeed } from './testing/cued-feed.ts'
import { writeFlashAndBeep } from './testing/flash-and-beep.ts'
import { measureLipSync } from './testing/lip-sync.ts'

const log = pino({ level: 'silent' })
const spawner = createRecorderSpawner(log)
const openSealed = fileURLToPath(import.meta.resolve('@press-gallery/recorder/open-sealed'))
const files = { dir: '', hearing: '', identity: '' }
const frameMs = 40

beforeAll(async () => {
  files.dir = await mkdtemp(join(tmpdir(), 'hearing-'))
  files.hearing = join(files.dir, 'hearing.mkv')
  files.identity = join(files.dir, 'identity.txt')
  await writeFlashAndBeep({ path: files.hearing, seconds: 16 })
})
afterAll(async () => {
  await spawner.stop()
  await rm(files.dir, { recursive: true })
})

let dirs = { hearing: '', open: '', sealed: '' }
let feed: CuedFeed
let recording: HearingRecording
let startMs = 0
beforeEach(async () => {
  const hearing = await mkdtemp(join(files.dir, 'case-'))
  dirs = { hearing, open: join(hearing, 'log'), sealed: join(hearing, 'sealed') }
  feed = createCuedFeed()
  startMs = Math.floor(Date.now() / 2000) * 2000
  recording = createHearingRecording({
    hearingId: 'hearing-1',
    feed: () => feed,
    dirs,
    spawner,
    nowMs: Date.now,
    log,
  })
})
afterEach(() => recording.stop())

async function lines(dir: string): Promise<IndexLine[]> {
  const text = await readFile(join(dir, 'index.jsonl'), 'utf8')
  return text.split('\n').flatMap((line) => parseIndexLine(line) ?? [])
}

/** The log's time line begins 10 s before its first picture, which is the file's. */
const toFileMs = (s: number): number => Math.round(s * 1000) - 10_000

/** What the log in clear shows and sounds, by the time of the file that was played. */
async function heardAndSeen(): Promise<{ picturesMs: number[]; beepsMs: number[]; soundEndMs: number }> {
  const index = await lines(dirs.open)
  const parts = ['init-0.mp4', ...index.map((line) => `${line.sequence}.m4s`)]
  const path = join(files.dir, 'joined.mp4')
  await writeFile(
    path,
    Buffer.concat(await Promise.all(parts.map((part) => readFile(join(dirs.open, part))))),
  )
  const { picturesS, beepsS } = await measureLipSync(path)
  return {
    picturesMs: picturesS.map(toFileMs),
    beepsMs: beepsS.map(toFileMs),
    soundEndMs: toFileMs(await endOfSoundS(path)),
  }
}

const frames = (fromMs: number, untilMs: number): number[] =>
  Array.from({ length: Math.ceil((untilMs - fromMs) / frameMs) }, (_, i) => fromMs + i * frameMs)

async function endOfSoundS(path: string): Promise<number> {
  const show = ['-show_entries', 'packet=pts_time,duration_time', '-select_streams', 'a', '-of', 'csv=p=0']
  const { stdout } = await promisify(execFile)('ffprobe', ['-v', 'error', ...show, path])
  const [pts = 0, duration = 0] = stdout.trim().split('\n').at(-1)?.split(',').map(Number) ?? []
  return pts + duration
}

describe('createHearingRecording()', () => {
  it('keeps all of the open session and nothing of the closed one, which is sealed, kill -9 or not', async () => {
    const recipient = await writeNewIdentity(files.identity, Date.now())
    const hls = createHls({ logDir: () => dirs.open, nowMs: Date.now })
    const states: string[] = []
    const follow = (): void => void recording.present?.onState((state) => states.push(state))
    const killed = vi.fn<() => void>()
    const kill = (): void => {
      const pid = recording.present?.pid
      if (typeof pid !== 'number') throw new Error('no recorder')
      process.kill(pid, 'SIGKILL')
      killed()
    }
    recording.apply('open', null)
    follow()
    await feed.play({
      path: files.hearing,
      startMs,
      speed: 3,
      cues: [
        {
          atMs: 5980,
          act: () => {
            recording.apply('sealed', recipient)
            recording.apply('sealed', recipient)
            follow()
          },
        },
        { atMs: 8500, act: kill },
        {
          atMs: 11_900,
          act: () => {
            recording.apply('open', null)
          },
        },
        {
          atMs: 15_980,
          act: () => {
            recording.apply('off', null)
            expect(recording.state).toBe('paused')
          },
        },
      ],
    })
    await recording.settled()
    expect(killed).toHaveBeenCalledOnce()
    expect(recording.deaths).toEqual({ count: 1, lastMs: expect.any(Number) })
    expect(states).toContain('recording')
    expect(states).toContain('sealed')
    recording.apply('ended', null)
    expect(recording.state).toBe('stopped')

    // What was said in open court is there to the last frame, and nothing else.
    const { picturesMs, beepsMs, soundEndMs } = await heardAndSeen()
    expect(picturesMs).toEqual([...frames(0, 5980), ...frames(12_000, 15_980)])
    expect(beepsMs.map((ms) => Math.round(ms / 1000))).toEqual([0, 2, 4, 12, 14])
    const index = await lines(dirs.open)
    expect(
      index.filter((line) => line.discontinuity).map((line) => Date.parse(line.start) - startMs),
    ).toEqual([12_000])
    expect((await verifyLog(dirs.open)).faults).toEqual([])
    expect(Math.abs(soundEndMs - 15_980)).toBeLessThan(60)
    const listed = (await hls.playlist('hearing-1'))?.match(/^\d+\.m4s$/gm) ?? []
    expect(listed.at(-1)).toBe(`${index.length - 1}.m4s`)

    // The closed one is there as well, for whoever has the key and nobody else.
    expect((await readdir(dirs.hearing)).toSorted()).toEqual(['log', 'sealed'])
    for (const name of await readdir(dirs.sealed)) {
      const bytes = await readFile(join(dirs.sealed, name))
      for (const box of ['ftyp', 'moov', 'moof', 'mdat', 'avcC'])
        expect({ name, box, found: bytes.includes(box) }).toEqual({ name, box, found: false })
    }
    const sealed = await lines(dirs.sealed)
    expect(sealed.every((line) => line.sealed?.recipient === recipient)).toBe(true)
    expect((await verifyLog(dirs.sealed)).faults).toEqual([])
    const out = join(files.dir, 'opened.mp4')
    const words = ['--identity', files.identity, '--log', dirs.sealed, '--out', out]
    await promisify(execFile)(process.execPath, [openSealed, ...words])
    const opened = await measureLipSync(out)
    const firstMs = Date.parse(sealed[0]?.start ?? '') - startMs
    // From a key frame before the cut, so that what came first can be shown.
    expect(firstMs).toBeLessThanOrEqual(5980)
    const inFile = (s: number): number => Math.round(s * 1000 - (opened.picturesS[0] ?? 0) * 1000) + firstMs
    expect(opened.picturesS.map(inFile)).toEqual(frames(firstMs, 11_900))
    const { events } = opened
    expect(events.map(({ flashS }) => inFile(flashS)).filter((ms) => ms > 5980)).toEqual([6000, 8000, 10_000])
    for (const { audioLateMs } of events) expect(Math.abs(audioLateMs)).toBeLessThan(5)
  })

  it('loses nothing of what came before a cut, also when the recorder is killed in that moment', async () => {
    const waiting = vi.fn<() => void>()
    recording.apply('open', null)
    await feed.play({
      path: files.hearing,
      startMs,
      speed: 8,
      cues: [
        {
          atMs: 4980,
          act: () => {
            const pid = recording.present?.pid
            recording.apply('off', null)
            if (typeof pid === 'number') process.kill(pid, 'SIGKILL')
            waiting()
          },
        },
      ],
    })
    await recording.settled()
    expect(waiting).toHaveBeenCalledOnce()
    expect((await heardAndSeen()).picturesMs).toEqual(frames(0, 4980))
    expect((await verifyLog(dirs.open)).faults).toEqual([])
  })

  it.runIf(process.getuid?.() === 0)('waits for room on the disk for what came before a cut', async () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'tmpfs', dirs.hearing])
    try {
      recording.apply('open', null)
      const cues = [{ atMs: 4980, act: () => recording.apply('off', null) }]
      await feed.play({ path: files.hearing, startMs, speed: 8, cues })
      await vi.waitFor(() => expect(recording.state).toBe('disk_full'), 20_000)
      expect(recording.isUp).toBe(false)
      execFileSync('mount', ['-o', 'remount,size=8m', dirs.hearing])
      await recording.settled()
      expect([recording.state, recording.isUp]).toEqual(['paused', true])
      expect((await heardAndSeen()).picturesMs).toEqual(frames(0, 4980))
    } finally {
      await recording.stop()
      execFileSync('umount', [dirs.hearing])
    }
  })

  it('records nothing before it is told to, and in closed session nothing without a good key', async () => {
    recording.apply('off', null)
    expect([recording.state, recording.present, recording.isUp]).toEqual(['paused', null, true])
    for (const recipient of [null, '', 'age1', `age1${'q'.repeat(58)}`]) {
      recording.apply('sealed', recipient)
      expect([recording.state, recording.present]).toEqual(['stopped', null])
    }
    await recording.stop()
    expect(await readdir(dirs.hearing)).toEqual([])
  })
})
