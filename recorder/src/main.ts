import { pino } from 'pino'
import type { Logger } from 'pino'
import { recordingOrder } from './contract.ts'
import type { RecorderEvent, RecordingOrder } from './contract.ts'
import { warmFfmpeg } from './ffmpeg.ts'
import { FrameReader } from './frame-pipe.ts'
import { Recording } from './recording.ts'
import { createSeal } from './seal/seal.ts'
import { soundEnd } from './take/sound-seam.ts'
import { LogDamagedError, SegmentLog } from './segment-log/segment-log.ts'
import { setAside } from './segment-log/set-aside.ts'

/** The recorder process: see `contract.ts`. Its log goes to standard error. */
const tell = (event: RecorderEvent): void => {
  process.stdout.write(`${JSON.stringify(event)}\n`)
}

const openRetryMs = 500
const orphanMsMax = 4000

// Ctrl-C in a terminal reaches the whole group; the server ends this process by ending its input.
process.on('SIGINT', () => {})
// The kernel sends this when the server has died, and the end of the input comes with it: what was said up to then is
// still made a segment of, in bounded time.
process.on('SIGTERM', () => setTimeout(() => process.exit(1), orphanMsMax).unref())
// The server may be gone before what is told here has been read.
process.stdout.on('error', () => {})

// Before there is an order: a process in reserve is then ready at once. Who needs it hears of a failure.
const warm = warmFfmpeg()
warm.catch(() => {})

interface OpenRecording {
  recording: Recording
  close: () => Promise<void>
}

/**
 * On a full disk a log can't be begun either: that is waited for, and told. A log that someone has changed is evidence,
 * kept as it is; what is said from now on is recorded all the same, into a new one.
 */
async function openLog({ logDir: dir, sealRecipient }: RecordingOrder, log: Logger): Promise<SegmentLog> {
  const seal = sealRecipient === null ? null : createSeal(sealRecipient)
  for (let full = false; ; full = true) {
    try {
      const segmentLog = await SegmentLog.open(dir, { seal })
      if (full) tell({ type: 'disk', full: false })
      return segmentLog
    } catch (error) {
      if (error instanceof LogDamagedError) {
        log.error(
          { err: error, keptIn: await setAside(dir, Date.now()) },
          'a damaged segment log is set aside',
        )
        continue
      }
      if (!isDiskFull(error)) throw error
      if (!full) tell({ type: 'disk', full: true })
      await new Promise((resolve) => setTimeout(resolve, openRetryMs))
    }
  }
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}

async function open(json: Buffer): Promise<OpenRecording> {
  const order = recordingOrder.parse(JSON.parse(json.toString('utf8')))
  const log = pino(
    { level: order.logLevel, base: { hearingId: order.hearingId, part: 'recorder' } },
    pino.destination(2),
  )
  const segmentLog = await openLog(order, log)
  const last = await segmentLog.readLast()
  await warm
  const recording = new Recording({
    order,
    segmentLog,
    soundEnd: last ? soundEnd(last.init, last.bytes) : segmentLog.sealedSoundEnd,
    tell,
    now: Date.now,
    log,
  })
  tell({ type: 'ready' })
  return {
    recording,
    close: async () => {
      await recording.end()
      await segmentLog.close()
    },
  }
}

const reader = new FrameReader()
let opened: OpenRecording | null = null
// What can't go on (another writer, a broken pipe) ends the process with its reason on standard error.
for await (const chunk of process.stdin) {
  if (!Buffer.isBuffer(chunk)) continue
  for (const frame of reader.push(chunk)) {
    if (frame.kind === 'order') opened ??= await open(frame.json)
    else opened?.recording.push(frame)
  }
}
await opened?.close()
