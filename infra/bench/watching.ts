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

/**
 * Watches over WebRTC, `viewings` times for `seconds`, and tells how late the picture is, and the sound against it. Where a browser's
 * buffer of sound comes to rest differs from one viewing to the next by some 20 ms, in which one viewing is not like another.
 */
export async function measureWatching(
  page: Page,
  system: SystemUnderTest,
  options: { viewings: number; seconds: number; wait: Wait; clock: CameraClock },
): Promise<Row[]> {
  const found: Findings[] = []
  for (let i = 0; i < options.viewings; i++) {
    if (i > 0) await options.wait(betweenJoinsMs)
    await takeFindings(page)
    await system.click(page)
    await options.wait(options.seconds * 1000)
    found.push(inCameraTime(await takeFindings(page), options.clock))
    await system.leave(page)
  }
  return watchingRows(system.name, found)
}

/** The rows that these viewings give: all of what they showed, and, where they are several, the median of each. */
function watchingRows(system: string, found: readonly Findings[]): Row[] {
  const viewings = found.map(ofViewing)
  const row = (metric: string, values: number[]): Row => ({
    system,
    metric,
    unit: 'ms',
    summary: summarise(values),
  })
  const all = (metric: string, pick: (viewing: Viewing) => number[]): Row =>
    row(metric, viewings.flatMap(pick))
  const each = (metric: string, pick: (viewing: Viewing) => number[]): Row =>
    row(
      `${metric}, median of a viewing`,
      viewings.flatMap((viewing) => summarise(pick(viewing))?.p50 ?? []),
    )
  return [
    all('glass to glass, WebRTC', ({ settled }) => settled.ages),
    all('lip sync, first 15 s', ({ beginning }) => beginning),
    all('lip sync, after 15 s', ({ settled }) => settled.lipSync),
    all('lip sync, after 15 s, as WebRTC sees it', ({ settled }) => settled.estimates),
    ...(viewings.length > 1
      ? [
          each('glass to glass, WebRTC', ({ settled }) => settled.ages),
          each('lip sync, after 15 s', ({ settled }) => settled.lipSync),
        ]
      : []),
    ...(viewings.some(({ isLong }) => isLong)
      ? [
          all('glass to glass, last minute', ({ lastMinute }) => lastMinute.ages),
          all('lip sync, last minute', ({ lastMinute }) => lastMinute.lipSync),
          all('lip sync, last minute, as WebRTC sees it', ({ lastMinute }) => lastMinute.estimates),
        ]
      : []),
  ]
}

/** How old the frames were, and how far apart sound and picture, in either direction; ms. */
interface Stretch {
  ages: number[]
  lipSync: number[]
  estimates: number[]
}

interface Viewing {
  /** How far apart sound and picture were before the browser had brought them together. */
  beginning: number[]
  settled: Stretch
  lastMinute: Stretch
  isLong: boolean
}

const size = ({ offsetMs }: LipSync): number => Math.abs(offsetMs)

function ofViewing(found: Findings): Viewing {
  const shown = shownFrames(found)
  const heard = lipSync(found)
  const settledMs = (found.clicks.at(-1) ?? shown[0]?.shownMs ?? 0) + convergingMs
  const endMs = shown.at(-1)?.shownMs ?? settledMs
  const from = (ms: number): Stretch => ({
    ages: ages(shown.filter(({ shownMs }) => shownMs >= ms)),
    lipSync: heard.filter(({ heardMs }) => heardMs >= ms).map(size),
    estimates: found.estimates.filter(({ heardMs }) => heardMs >= ms).map(size),
  })
  return {
    beginning: heard.filter(({ heardMs }) => heardMs < settledMs).map(size),
    settled: from(settledMs),
    lastMinute: from(endMs - minuteMs),
    isLong: endMs - settledMs > longMs,
  }
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
