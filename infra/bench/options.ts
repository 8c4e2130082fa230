import { parseArgs } from 'node:util'

export const measurements = [
  'webrtc',
  'join',
  'viewers',
  'hls',
  'closing',
  'gate',
  'pages',
  'recorder',
] as const
export type Measurement = (typeof measurements)[number]
/** The comparison of recorders has settled a choice: it is repeated when someone asks for it. */
const usual = measurements.filter((name) => name !== 'recorder')

export interface BenchOptions {
  /** How long WebRTC, and then HLS, is watched, and each recorder records, seconds. Default 60. */
  seconds: number
  /** How often WebRTC is watched for so long. Default 1. */
  viewings: number
  /** How often a viewer joins, and how often the session is closed before one's eyes. Default 20. */
  joins: number
  only: readonly Measurement[]
  /** The camera's sound. Default `opus`. */
  audio: 'opus' | 'aac'
  /** How much the camera's clock runs fast, parts per million. Default 0. */
  driftPpm: number
  againstJanus: boolean
  jsonFile: string | null
}

export const usage = `usage: npm run bench -- [--seconds N] [--viewings N] [--joins N] [--only ${measurements.join(',')}] [--audio opus|aac]
                        [--drift PPM] [--against janus] [--json FILE]
  --seconds  how long each way of watching, or of recording, is measured (60)
  --viewings how often WebRTC is watched for so long (1); no two viewings come to rest alike
  --joins    how often a viewer joins, and a session is closed (20)
  --only     some of the measurements, by name (all but recorder)
  --audio    the camera's sound; aac must be transcoded (opus)
  --drift    how fast the camera's clock runs, in parts per million; with --only webrtc, recorder (0)
  --against  janus: Debian's Janus, with the same camera in the same sitting, and the ratios (as root)
  --json     writes all figures to a file, too`

/** Throws an Error that says what is wrong with the arguments. */
export function parseOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '60' },
      viewings: { type: 'string', default: '1' },
      joins: { type: 'string', default: '20' },
      only: { type: 'string', default: usual.join(',') },
      audio: { type: 'string', default: 'opus' },
      drift: { type: 'string', default: '0' },
      against: { type: 'string' },
      json: { type: 'string' },
    },
  })
  const { audio, against } = values
  if (audio !== 'opus' && audio !== 'aac') throw new Error(`--audio: opus or aac, not "${audio}"`)
  if (against !== undefined && against !== 'janus') throw new Error(`--against: janus, not "${against}"`)
  if (against === 'janus' && audio === 'aac')
    throw new Error('Janus does not carry AAC: --audio aac goes without --against janus')
  const names = values.only.split(',')
  const unknown = names.find((name) => !measurements.some((known) => known === name))
  if (unknown !== undefined) throw new Error(`--only: ${measurements.join(', ')}, not "${unknown}"`)
  const driftPpm = wholeNumber('--drift', values.drift, 0)
  const only = measurements.filter((known) => names.includes(known))
  if (driftPpm > 0 && only.some((name) => name !== 'webrtc' && name !== 'recorder'))
    throw new Error('--drift goes with --only webrtc, recorder or both')
  return {
    seconds: wholeNumber('--seconds', values.seconds, 20),
    viewings: wholeNumber('--viewings', values.viewings, 1),
    joins: wholeNumber('--joins', values.joins, 1),
    only,
    audio,
    driftPpm,
    againstJanus: against === 'janus',
    jsonFile: values.json ?? null,
  }
}

function wholeNumber(name: string, text: string, min: number): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < min)
    throw new Error(`${name}: a whole number from ${min} on, not "${text}"`)
  return value
}
