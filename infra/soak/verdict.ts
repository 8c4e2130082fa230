/** How much a figure may have grown by the end and still count as flat; the larger of the two holds. */
export interface Allowance {
  /** Of the first quarter's median, 0 to 1. */
  share: number
  /** In the figure's own unit. */
  atLeast: number
}

export interface Reading {
  /** Since the beginning of the soak. */
  minute: number
  value: number
}

export interface Verdict {
  /** Medians of the first and of the last quarter, after the warm-up. */
  first: number
  last: number
  /** How much the last may be above the first. */
  allowed: number
  /** In units an hour: the median of the slopes between all pairs of readings (Theil and Sen), which one outlier does not bend. */
  slopePerHour: number
  flat: boolean
}

/** Of all readings: pages, caches and pools fill up before anything is flat. */
const warmUpShare = 0.1
/** Two medians of less would be single readings. */
const fewest = 4

/**
 * Whether a figure was flat: its last quarter may lie above its first by no more than is allowed. What sinks is flat. Null where the
 * readings after the warm-up are too few to say anything.
 */
export function verdictOn(readings: readonly Reading[], { share, atLeast }: Allowance): Verdict | null {
  const warm = readings.slice(Math.max(1, Math.ceil(readings.length * warmUpShare)))
  if (warm.length < fewest) return null
  const quarter = Math.ceil(warm.length / 4)
  const first = median(warm.slice(0, quarter).map(({ value }) => value))
  const last = median(warm.slice(-quarter).map(({ value }) => value))
  const allowed = Math.max(atLeast, share * first)
  return { first, last, allowed, slopePerHour: slopeOf(warm) * 60, flat: last - first <= allowed }
}

/** The mean of the middle two where their number is even; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

function slopeOf(readings: readonly Reading[]): number {
  const slopes = readings.flatMap((one, index) =>
    readings
      .slice(index + 1)
      .filter(({ minute }) => minute > one.minute)
      .map(({ minute, value }) => (value - one.value) / (minute - one.minute)),
  )
  return median(slopes)
}
