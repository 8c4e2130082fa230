import type { Page } from 'playwright-core'
import { takeFindings } from './browser.ts'
import { inCameraTime, type CameraClock } from './camera-time.ts'
import {
  ages,
  joinAfterClick,
  lipSync,
  shownFrames,
  type Findings,
  type Join,
  type LipSync,
} from './findings.ts'
import { summarise } from './statistics.ts'
import type { SystemUnderTest } from './system.ts'
import type { Row } from './table.ts'

export type Wait = (ms: number) => Promise<void>

/** Chromium brings sound and picture of a new viewer together in this time; before and after it are told apart, ms. */
const convergingMs = 15_000
const minuteMs = 60_000
/** A viewing this long also tells how its last minute was. */
const longMs = 5 * minuteMs
/** The camera's key frames come each second: joins are spread evenly over that second, by the golden ratio. */
const keyFramesEveryMs = 1000
const goldenRatio = 0.618
const joinWatchedMs = 2500
const betweenJoinsMs = 700

/** Watches over WebRTC for `seconds` and tells how late the picture is, and the sound against it. */
export async function measureWatching(
  page: Page,
  system: SystemUnderTest,
  options: { seconds: number; wait: Wait; clock: CameraClock },
): Promise<{ rows: Row[]; found: Findings }> {
  await takeFindings(page)
  await system.click(page)
  await options.wait(options.seconds * 1000)
  const found = inCameraTime(await takeFindings(page), options.clock)
  await system.leave(page)
  return { rows: watchingRows(system.name, found), found }
}

/** The rows that one viewing of `found` gives. */
export function watchingRows(system: string, found: Findings): Row[] {
  const shown = shownFrames(found)
  const settledMs = (found.clicks.at(-1) ?? shown[0]?.shownMs ?? 0) + convergingMs
  const heard = lipSync(found)
  const sized = (offsets: LipSync[], late: boolean): number[] =>
    offsets.filter(({ heardMs }) => heardMs >= settledMs === late).map(({ offsetMs }) => Math.abs(offsetMs))
  const endMs = shown.at(-1)?.shownMs ?? settledMs
  const inLastMinute = (offsets: LipSync[]): number[] =>
    offsets.filter(({ heardMs }) => heardMs > endMs - minuteMs).map(({ offsetMs }) => Math.abs(offsetMs))
  const row = (metric: string, values: number[]): Row => ({
    system,
    metric,
    unit: 'ms',
    summary: summarise(values),
  })
  return [
    row('glass to glass, WebRTC', ages(shown.filter(({ shownMs }) => shownMs >= settledMs))),
    row('lip sync, first 15 s', sized(heard, false)),
    row('lip sync, after 15 s', sized(heard, true)),
    row('lip sync, after 15 s, as WebRTC sees it', sized(found.estimates, true)),
    ...(endMs - settledMs > longMs
      ? [
          row('glass to glass, last minute', ages(shown.filter(({ shownMs }) => shownMs > endMs - minuteMs))),
          row('lip sync, last minute', inLastMinute(heard)),
          row('lip sync, last minute, as WebRTC sees it', inLastMinute(found.estimates)),
        ]
      : []),
  ]
}

/** Joins again and again, each time at another moment between two key frames. The first, for a warm browser, is not counted. */
export async function measureJoins(
  page: Page,
  system: SystemUnderTest,
  options: { joins: number; wait: Wait },
): Promise<{ rows: Row[]; joins: (Join | null)[] }> {
  const joins: (Join | null)[] = []
  for (let i = 0; i <= options.joins; i++) {
    await options.wait(betweenJoinsMs)
    const phaseMs = ((i * goldenRatio) % 1) * keyFramesEveryMs
    await options.wait((phaseMs - (Date.now() % keyFramesEveryMs) + keyFramesEveryMs) % keyFramesEveryMs)
    await takeFindings(page)
    await system.click(page)
    await options.wait(joinWatchedMs)
    const join = joinAfterClick(await takeFindings(page))
    if (i > 0) joins.push(join)
    await system.leave(page)
  }
  const row = (metric: string, pick: (join: Join) => number | null): Row => ({
    system: system.name,
    metric,
    unit: 'ms',
    summary: summarise(joins.flatMap((join) => (join === null ? [] : (pick(join) ?? [])))),
  })
  return {
    rows: [
      row('click to first frame', ({ firstFrameMs }) => firstFrameMs),
      row('age of that first frame', ({ firstFrameAgeMs }) => firstFrameAgeMs),
      row('click to live picture', ({ liveMs }) => liveMs),
      row('click to steady live picture', ({ movingMs }) => movingMs),
    ],
    joins,
  }
}

/** A player may begin further behind than it then stays, ms. */
const hlsSettlingMs = 5000

/** Watches over HLS for `seconds`. */
export async function measureHls(
  page: Page,
  system: SystemUnderTest,
  options: { seconds: number; wait: Wait },
): Promise<Row[]> {
  await system.click(page)
  await options.wait(hlsSettlingMs)
  await takeFindings(page)
  await options.wait(options.seconds * 1000)
  const shown = shownFrames(await takeFindings(page))
  await system.leave(page)
  return [{ system: system.name, metric: 'glass to glass, HLS', unit: 'ms', summary: summarise(ages(shown)) }]
}

const pictureWithinMs = 30_000

/** Resolves once the page shows picture whose clock can be read. */
export async function untilPicture(page: Page, wait: Wait): Promise<void> {
  const deadline = Date.now() + pictureWithinMs
  while (shownFrames(await takeFindings(page)).length === 0) {
    if (Date.now() > deadline) throw new Error(`no picture in ${pictureWithinMs} ms`)
    await wait(200)
  }
}
