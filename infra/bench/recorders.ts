import { join } from 'node:path'
import { pino } from 'pino'
import { createRecording } from '@press-gallery/server/recording/create-recording'
import { createRecorderSpawner } from '@press-gallery/server/recording/recorder-spawner'
import type { BenchCamera } from './camera.ts'
import { recorderCpuWhile } from './cpu.ts'
import { startFfmpegOverSfu, type Timing } from './ffmpeg-over-sfu.ts'
import type { BenchOptions } from './options.ts'
import { Owner } from './owner.ts'
import { startProduct } from './product.ts'
import { productRecordingRows } from './product-recording.ts'
import { readRecording } from './recorded-findings.ts'
import { readHlsPlaylist, readSegmentLog } from './recorded-log.ts'
import { recordingRows } from './recording-rows.ts'
import { startSfuLeg } from './sfu-leg.ts'
import { startSfuTap } from './sfu-tap.ts'
import type { Row } from './table.ts'
import type { Wait } from './watching.ts'

export interface RecorderSitting {
  options: Pick<BenchOptions, 'seconds'>
  owner: Owner
  wait: Wait
  say: (text: string) => void
  directory: string
}

/** The ways of recording that are compared, each alone on the machine and with the same camera. */
export async function measureRecorders(sitting: RecorderSitting, camera: BenchCamera): Promise<Row[]> {
  return [
    ...(await measureOwnWay(sitting, camera)),
    ...(await measureOwnOverSfu(sitting, camera)),
    ...(await measureFfmpeg(sitting, camera, 'sender reports')),
    ...(await measureFfmpeg(sitting, camera, 'arrival')),
  ]
}

/** Everything that a way of recording has started is ended before the next one's turn, and before what it left is read. */
async function alone<T>(sitting: RecorderSitting, work: (owner: Owner) => Promise<T>): Promise<T> {
  const owner = sitting.owner.own(new Owner(), (it) => it.stop())
  try {
    return await work(owner)
  } finally {
    await owner.stop()
  }
}

/** The product as it is: the relay's own packets and clocks to the recorder process. */
async function measureOwnWay(sitting: RecorderSitting, camera: BenchCamera): Promise<Row[]> {
  const { options, wait, say, directory } = sitting
  const system = 'Press Gallery'
  say(`${system}: recording for ${options.seconds} s`)
  const dataDirectory = join(directory, 'recorder-of-the-product')
  const [product, cpu] = await alone(sitting, async (owner) => {
    const started = owner.own(await startProduct({ cameraUrl: camera.url, dataDirectory }), (it) => it.stop())
    const recorder = { system, rootPid: started.pid, part: 'recorder' } as const
    return [started, await recorderCpuWhile(recorder, wait(options.seconds * 1000))] as const
  })
  return [...(await productRecordingRows(system, { product, dataDirectory, directory, camera, say })), cpu]
}

/** The product's recorder, with what the SFU sends in place of what the relay sends. */
async function measureOwnOverSfu(sitting: RecorderSitting, camera: BenchCamera): Promise<Row[]> {
  const { options, wait, say, directory } = sitting
  const system = 'our recorder, by the SFU'
  say(`${system}: recording for ${options.seconds} s`)
  const logDir = join(directory, 'own-over-sfu')
  const log = pino({ level: 'silent' })
  const cpu = await alone(sitting, async (owner) => {
    const leg = owner.own(await startSfuLeg(camera.url), (it) => it.stop())
    const feed = owner.own(await startSfuTap(leg), (it) => it.stop())
    const spawner = owner.own(createRecorderSpawner(log), (it) => it.stop())
    const recording = owner.own(
      createRecording({ hearingId: 'bench', feed, logDir, spawner, nowMs: Date.now, log }),
      (it) => it.stop(),
    )
    recording.start()
    const recorder = { system, rootPid: process.pid, part: 'recorder' } as const
    return recorderCpuWhile(recorder, wait(options.seconds * 1000))
  })
  const found = await readRecording(await readSegmentLog(logDir), directory)
  return [...recordingRows(system, found, { leftOut: camera.leftOut, complaints: 0 }), cpu]
}

async function measureFfmpeg(sitting: RecorderSitting, camera: BenchCamera, timing: Timing): Promise<Row[]> {
  const { options, wait, say } = sitting
  const system = `ffmpeg by the SFU, ${timing}`
  say(`${system}: recording for ${options.seconds} s`)
  const directory = join(sitting.directory, `ffmpeg-${timing.replaceAll(' ', '-')}`)
  const [recorder, cpu] = await alone(sitting, async (owner) => {
    const leg = owner.own(await startSfuLeg(camera.url), (it) => it.stop())
    const started = owner.own(await startFfmpegOverSfu(leg, { timing, directory, wait }), (it) => it.stop())
    // With nobody above it, an ffmpeg counts as transcoding.
    const measured = { system, rootPid: started.pid, part: 'transcoding' } as const
    return [started, await recorderCpuWhile(measured, wait(options.seconds * 1000))] as const
  })
  const { playlist, complaints } = recorder
  const found = await readRecording(await readHlsPlaylist(playlist), sitting.directory)
  return [...recordingRows(system, found, { leftOut: camera.leftOut, complaints }), cpu]
}
