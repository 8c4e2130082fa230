import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface CameraOptions {
  /** Default: any free port. */
  port?: number
  codec?: 'h264' | 'hevc' | 'mjpeg'
  /** H.264 with two B-frames between others. */
  bFrames?: boolean
  /** Default 1280x720; the width a multiple of 16. */
  size?: { widthPx: number; heightPx: number }
  fps?: number
  /** Default 2000. */
  bitrateKbps?: number
  noVideo?: boolean
  /** Default `opus`. */
  audio?: 'opus' | 'aac' | 'pcma' | 'pcmu' | 'g722' | 'l16' | 'none'
  opusMs?: 10 | 20
  /** A flash and a beep at each even second, as `clock-strip.ts` says. */
  flashBeep?: boolean
  /** A sound file, looped. */
  speechFile?: string
  /** Demands this login. */
  auth?: { scheme: 'basic' | 'digest'; user: string; password: string }
  /** Default `both`; the other is refused (461). */
  transport?: 'tcp' | 'udp' | 'both'
  /** From so many seconds after the first PLAY nothing is sent, the connection stays. */
  silentAfterS?: number
  /** From then on the same frame again and again. */
  freezeAfterS?: number
  /** From then on pictures of 960x540. */
  resizeAfterS?: number
  /** How much the camera's clock runs fast. */
  driftPpm?: number
  /** How far the camera's clock is ahead, whole seconds. */
  ntpOffsetS?: number
}

export interface Camera {
  /** Without a login in it. */
  url: string
  port: number
  pid: number
  /** Ends it as by switching it off properly: connections are closed. Idempotent. */
  stop(): Promise<void>
  /** As by pulling the plug: SIGKILL. Idempotent. */
  kill(): Promise<void>
}

/** Starts `camera.py`, the independent RTSP camera; it dies with this process. Rejects with what it said when it can't. */
export async function startCamera(options: CameraOptions = {}): Promise<Camera> {
  const script = fileURLToPath(new URL('camera.py', import.meta.url))
  const command = ['/usr/bin/python3', script, ...cameraArguments(options)]
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', '--no-new-privs', '--', ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4000)))
  const gone = once(child, 'exit')
  const ended = gone.then(() => {
    throw new Error(`the camera ended: ${said}`)
  })
  const [line]: unknown[] = await Promise.race([once(createInterface(child.stdout), 'line'), ended])
  // It ends later without anyone waiting for it; that is no error then.
  ended.catch(() => {})
  const ready: unknown = JSON.parse(String(line))
  const url = typeof ready === 'object' && ready !== null && 'url' in ready ? String(ready.url) : ''
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    child.kill(signal)
    await gone
  }
  return {
    url,
    port: Number(new URL(url).port),
    pid: child.pid ?? 0,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

function cameraArguments(options: CameraOptions): string[] {
  const { size, auth } = options
  const valued: [string, string | number | undefined][] = [
    ['--port', options.port],
    ['--codec', options.codec],
    ['--size', size && `${size.widthPx}x${size.heightPx}`],
    ['--fps', options.fps],
    ['--bitrate', options.bitrateKbps],
    ['--audio', options.audio],
    ['--opus-ms', options.opusMs],
    ['--speech', options.speechFile],
    ['--auth', auth?.scheme],
    ['--user', auth?.user],
    ['--password', auth?.password],
    ['--transport', options.transport],
    ['--silent-after', options.silentAfterS],
    ['--freeze-after', options.freezeAfterS],
    ['--resize-after', options.resizeAfterS],
    ['--drift-ppm', options.driftPpm],
    ['--ntp-offset', options.ntpOffsetS],
  ]
  const switches: [string, boolean | undefined][] = [
    ['--b-frames', options.bFrames],
    ['--no-video', options.noVideo],
    ['--flash-beep', options.flashBeep],
  ]
  return [
    ...valued.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`])),
    ...switches.flatMap(([name, on]) => (on ? [name] : [])),
  ]
}
