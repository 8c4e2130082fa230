import { monitorEventLoopDelay } from 'node:perf_hooks'

/** How late the event loop has been in the last minute, ms. */
export interface EventLoopDelay {
  /** No more than this in 99 of 100 cases. */
  p99Ms: number
  maxMs: number
}

export interface EventLoopMeter {
  readonly delay: EventLoopDelay
  /** Idempotent. */
  stop(): void
}

const resolutionMs = 20
const spanMs = 10_000
const spans = 6

/** Measures from now on. The minute is looked at in spans, so that what is over goes out of it. */
export function measureEventLoop(): EventLoopMeter {
  const histogram = monitorEventLoopDelay({ resolution: resolutionMs })
  const past: EventLoopDelay[] = []
  const now = (): EventLoopDelay => ({
    p99Ms: lateness(histogram.percentile(99)),
    maxMs: lateness(histogram.max),
  })
  const timer = setInterval(() => {
    past.push(now())
    if (past.length >= spans) past.shift()
    histogram.reset()
  }, spanMs)
  timer.unref()
  histogram.enable()
  return {
    get delay() {
      const all = [...past, now()]
      return {
        p99Ms: Math.max(...all.map(({ p99Ms }) => p99Ms)),
        maxMs: Math.max(...all.map(({ maxMs }) => maxMs)),
      }
    },
    stop() {
      clearInterval(timer)
      histogram.disable()
    },
  }
}

/** What it measures, in ns, is from one look to the next, and that is never less than the time between them. */
const lateness = (ns: number): number =>
  Number.isFinite(ns) ? Math.max(0, Math.round(ns / 1e6 - resolutionMs)) : 0
