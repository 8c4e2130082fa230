import { parseArgs } from 'node:util'

export interface SoakOptions {
  /** A round a minute. Default 60. */
  minutes: number
  /** Of the cameras' pictures; the width a multiple of 16. Default 320x180. */
  size: { widthPx: number; heightPx: number }
  jsonFile: string | null
}

export const usage = `usage: npm run soak -- [--minutes N] [--size WxH] [--json FILE]
  --minutes  how long, a round of joins, leaves and closures a minute (60)
  --size     of the cameras' pictures; what one machine can decode nine times (320x180)
  --json     writes all figures to a file, too`

/** Throws an Error that says what is wrong with the arguments. */
export function parseOptions(args: readonly string[]): SoakOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '60' },
      size: { type: 'string', default: '320x180' },
      json: { type: 'string' },
    },
  })
  const minutes = Number(values.minutes)
  if (!Number.isInteger(minutes) || minutes < 1)
    throw new Error(`--minutes: a whole number from 1 on, not "${values.minutes}"`)
  const [, width, height] = /^(\d{2,4})x(\d{2,4})$/.exec(values.size) ?? []
  const size = { widthPx: Number(width), heightPx: Number(height) }
  // 48 cells of the clock have to be told apart in it.
  if (!(size.widthPx >= 240 && size.widthPx % 16 === 0 && size.heightPx >= 120 && size.heightPx % 2 === 0))
    throw new Error(
      `--size: such as 320x180, from 240x120 on, the width a multiple of 16, not "${values.size}"`,
    )
  return { minutes, size, jsonFile: values.json ?? null }
}
