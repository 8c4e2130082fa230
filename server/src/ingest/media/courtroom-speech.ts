import { spawn } from 'node:child_process'
import { buffer } from 'node:stream/consumers'
import { PassThrough } from 'node:stream'
import type { Logger } from 'pino'
import { carriedAudioOptions } from './carried-options.ts'
import { FfmpegChild } from './ffmpeg-child.ts'

export const speechFrameMs = 20
const pauseMs = 900
/** What espeak-ng writes: 16 bit, mono. */
const sampleRateHz = 22_050
const bytesPerMs = (sampleRateHz * 2) / 1000

const sentences: readonly { voice: 'ru' | 'kk'; text: string }[] = [
  { voice: 'kk', text: 'Орындарыңыздан тұрыңыздар, сот келе жатыр.' },
  { voice: 'ru', text: 'Прошу всех встать, суд идёт.' },
  { voice: 'ru', text: 'Судебное заседание объявляется открытым. Слушается дело номер двенадцать.' },
  { voice: 'kk', text: 'Сот отырысы ашық деп жарияланады. Он екінші іс қаралады.' },
  { voice: 'ru', text: 'Секретарь, доложите о явке сторон.' },
  { voice: 'kk', text: 'Тараптар толық келді, құрметті сот.' },
  { voice: 'ru', text: 'Есть ли отводы составу суда? Отводов нет.' },
  { voice: 'kk', text: 'Куәға сөз беріледі. Өтінемін, жалғастырыңыз.' },
]

/**
 * Speech of a hearing in Kazakh and Russian, spoken by espeak-ng, as Opus packets of `speechFrameMs` to be played in a circle.
 * Encoded once: nothing runs for it while it plays. Rejects when espeak-ng or ffmpeg can't do it, or when aborted.
 */
export async function encodeCourtroomSpeech(log: Logger, signal: AbortSignal): Promise<Buffer[]> {
  const spoken: Buffer[] = []
  for (const { voice, text } of sentences) {
    spoken.push(await speak(voice, text, signal), Buffer.alloc(Math.round(pauseMs * bytesPerMs) & ~1))
  }
  const packets: Buffer[] = []
  const input = new PassThrough()
  input.end(Buffer.concat(spoken))
  const ended = Promise.withResolvers<void>()
  const child = new FfmpegChild({
    run: {
      inputs: [{ stream: input, options: ['-f', 's16le', '-ar', String(sampleRateHz), '-ac', '1'] }],
      outputOptions: carriedAudioOptions(speechFrameMs),
      log,
    },
    handlers: { onFrame: (frame) => packets.push(Buffer.from(frame.data)) },
    onEnd: (detail, exit) => {
      if (exit?.code === 0) ended.resolve()
      else ended.reject(new Error(detail))
    },
  })
  const abort = (): void => ended.reject(new Error('aborted'))
  signal.addEventListener('abort', abort, { once: true })
  try {
    if (signal.aborted) abort()
    await ended.promise
  } finally {
    signal.removeEventListener('abort', abort)
    await child.stop()
  }
  return packets
}

/** One sentence as 16-bit samples. */
async function speak(voice: string, text: string, signal: AbortSignal): Promise<Buffer> {
  const command = ['espeak-ng', '-v', voice, '-s', '150', '--stdout', text]
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--no-new-privs', '--', ...command], {
    stdio: ['ignore', 'pipe', 'ignore'],
    signal,
  })
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`espeak-ng ended with ${code}`)),
    )
  })
  const [wav] = await Promise.all([buffer(child.stdout), ended])
  // Its header on a pipe tells no length: the samples are what follows `data` and four bytes.
  const data = wav.indexOf('data')
  if (data === -1) throw new Error('espeak-ng gave no sound')
  return wav.subarray(data + 8)
}
