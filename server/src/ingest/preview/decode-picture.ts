import { Readable, Writable } from 'node:stream'
import { startFfmpeg } from '@press-gallery/recorder/ffmpeg'
import type { Logger } from 'pino'
import { words } from '../media/carried-options.ts'

export interface DecodePictureOptions {
  /** One key frame with its parameter sets, as a byte stream (ITU-T H.264, Annex B). Hostile. */
  picture: Buffer
  maxWidthPx: number
  /** A picture that takes longer is none. */
  timeoutMs: number
  log: Logger
}

const jpegBytesMax = 1_048_576

/** One key frame as a JPEG; null where ffmpeg makes none of it in time. Never rejects. */
export async function decodePicture(options: DecodePictureOptions): Promise<Buffer | null> {
  const { picture, maxWidthPx, timeoutMs, log } = options
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    const child = await startFfmpeg({
      inputs: [
        {
          stream: Readable.from([picture]),
          options: words('-probesize 32768 -analyzeduration 0 -threads 1 -f h264'),
        },
      ],
      output: {
        to: new Writable({
          write(chunk: Buffer, _encoding, done) {
            bytes += chunk.length
            if (bytes <= jpegBytesMax) chunks.push(chunk)
            done()
          },
        }),
        options: [
          ...words('-an -frames:v 1 -threads 1'),
          '-vf',
          `scale='min(${maxWidthPx},iw)':-2`,
          ...words('-pix_fmt yuvj420p -c:v mjpeg -q:v 5 -f image2pipe'),
        ],
      },
      logLevel: 'error',
      log,
    })
    const tooLong = setTimeout(() => void child.stop(0), timeoutMs)
    const { code } = await child.exited
    clearTimeout(tooLong)
    return code === 0 && bytes > 0 && bytes <= jpegBytesMax ? Buffer.concat(chunks) : null
  } catch (error) {
    log.warn({ err: error }, 'a picture was not decoded')
    return null
  }
}
