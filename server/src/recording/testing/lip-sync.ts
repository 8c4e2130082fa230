import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { readClockStrip, stripCells } from '../../ingest/media/clock-strip.ts'

export interface LipSyncEvent {
  /** When the flash is shown, s on the file's own time line. */
  flashS: number
  /** How much later than the flash the beep is heard, ms. */
  audioLateMs: number
}

export interface LipSyncReport {
  events: LipSyncEvent[]
  flashesS: number[]
  beepsS: number[]
  /** Presentation times of all pictures, s. */
  picturesS: number[]
  /** When each of them was captured by its own strip, ms since the epoch; null where there is none. */
  capturedMs: (number | null)[]
  /** When the sound begins, s; null when there is none. */
  soundFromS: number | null
}

const run = promisify(execFile)
const bufferBytesMax = 1_073_741_824
/** A flash and a beep further apart than this do not belong together. */
const pairS = 0.9
const rateHz = 48_000
/** A beep is 100 ms of tone after silence; silence of this long makes the next sound a new one. */
const silenceS = 0.5
/** A picture comes down to two lines of so many bytes: the cells of its strip, and below the mean of its lowest sixth. */
const stripAndFlash =
  `split[strip][flash];[strip]crop=iw:ih/40:0:ih/80,scale=${stripCells}:1:flags=area,format=gray[cells];` +
  `[flash]crop=iw:ih/6:0:ih*5/6,scale=1:1:flags=area,scale=${stripCells}:1,format=gray[lowest];[cells][lowest]vstack`
const pictureBytes = 2 * stripCells

/**
 * Finds the flashes and beeps of a recorded file (see `clock-strip.ts`) with ffmpeg's decoders and its own clock: what any
 * player would show and sound. A file, a playlist, or `init` and segments joined.
 */
export async function measureLipSync(path: string): Promise<LipSyncReport> {
  const [picturesS, pixels, frames, pcm] = [
    await probe(path, 'v:0', 'frame=pts_time').then((rows) => rows.map((row) => row[0] ?? Number.NaN)),
    await decode(path, ['-map', '0:v:0', '-vf', stripAndFlash, '-fps_mode', 'passthrough']),
    await probe(path, 'a:0', 'frame=pts_time,nb_samples'),
    await decode(path, ['-map', '0:a:0', '-ac', '1', '-ar', String(rateHz), '-c:a', 'pcm_s16le'], 's16le'),
  ]
  const flashes = (i: number): boolean => (pixels[i * pictureBytes + stripCells] ?? 0) > 150
  const flashesS = picturesS.filter((_, i) => flashes(i) && !flashes(i - 1))
  const beepsS = onsets(pcm).map((sample) => timeOfSample(sample, frames))
  const events = flashesS.flatMap((flashS) => {
    const beepS = beepsS.find((candidate) => Math.abs(candidate - flashS) < pairS)
    return beepS === undefined ? [] : [{ flashS, audioLateMs: (beepS - flashS) * 1000 }]
  })
  const capturedMs = picturesS.map((_, i) =>
    readClockStrip(stripCells, 1, (x) => pixels[i * pictureBytes + x] ?? 0),
  )
  return { events, flashesS, beepsS, picturesS, capturedMs, soundFromS: frames[0]?.[0] ?? null }
}

async function probe(path: string, stream: string, entries: string): Promise<number[][]> {
  const { stdout } = await run(
    'ffprobe',
    ['-v', 'error', '-select_streams', stream, '-show_entries', entries, '-of', 'csv=p=0', path],
    { maxBuffer: bufferBytesMax },
  )
  return stdout
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => row.split(',').map(Number))
}

async function decode(path: string, options: string[], format = 'rawvideo'): Promise<Buffer> {
  const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', path, ...options, '-f', format, '-'], {
    maxBuffer: bufferBytesMax,
    encoding: 'buffer',
  })
  return stdout
}

/** The samples where a sound begins after silence: where it passes half of its own loudness, which the codec's pre-echo does not. */
function onsets(pcm: Buffer): number[] {
  const found: number[] = []
  const samples = Math.floor(pcm.length / 2)
  let lastLoud = -silenceS * rateHz
  for (let i = 0; i < samples; i++) {
    if (Math.abs(pcm.readInt16LE(i * 2)) < 3000) continue
    if (i - lastLoud >= silenceS * rateHz) found.push(i)
    lastLoud = i
  }
  return found
}

function timeOfSample(sample: number, frames: number[][]): number {
  let before = 0
  for (const [ptsS = 0, count = 0] of frames) {
    if (sample < before + count) return ptsS + (sample - before) / rateHz
    before += count
  }
  return Number.NaN
}
