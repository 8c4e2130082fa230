import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export interface FlashAndBeepOptions {
  path: string
  seconds: number
  size?: string
  fps?: number
  /** Pictures from key frame to key frame. Default: one second's. */
  gopFrames?: number
  audio?: boolean
  video?: boolean
}

/**
 * A file in H.264 and Opus whose picture flashes (the lowest sixth, one frame) and whose sound beeps (1 kHz for 100 ms) at
 * each even second of its time, as `clock-strip.ts` says of test cameras. For tests that need no camera.
 */
export async function writeFlashAndBeep(options: FlashAndBeepOptions): Promise<void> {
  const { path, seconds, size = '320x180', fps = 25, gopFrames = fps, audio = true, video = true } = options
  const flash = `drawbox=y=ih*5/6:h=ih/6:color=black:t=fill,drawbox=y=ih*5/6:h=ih/6:color=white:t=fill:enable='lt(mod(n,${2 * fps}),1)'`
  const beep = "aevalsrc='0.5*sin(2*PI*1000*t)*lt(mod(t,2),0.1)':s=48000:c=stereo"
  const pairs: [string, string][] = [['-loglevel', 'error']]
  if (video) pairs.push(['-f', 'lavfi'], ['-i', `testsrc2=s=${size}:r=${fps},${flash}`])
  if (audio) pairs.push(['-f', 'lavfi'], ['-i', beep])
  if (video)
    pairs.push(
      ['-c:v', 'libx264'],
      ['-preset', 'ultrafast'],
      ['-tune', 'zerolatency'],
      ['-pix_fmt', 'yuv420p'],
      ['-g', String(gopFrames)],
      ['-keyint_min', String(gopFrames)],
      ['-sc_threshold', '0'],
      ['-bf', '0'],
    )
  if (audio) pairs.push(['-c:a', 'libopus'], ['-b:a', '96k'], ['-frame_duration', '20'])
  pairs.push(['-t', String(seconds)], ['-f', 'matroska'])
  await promisify(execFile)('ffmpeg', ['-y', ...pairs.flat(), path])
}
