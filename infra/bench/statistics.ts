/** What a series of measurements comes to. All in the unit of the series. */
export interface Summary {
  p50: number
  p95: number
  min: number
  max: number
  n: number
}

/** The value below which a share of the series lies (nearest rank, so always a value that was measured). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const rank = Math.max(1, Math.ceil(share * sorted.length))
  return sorted[rank - 1] ?? Number.NaN
}

/** Null for an empty series: nothing was measured, which is not zero. */
export function summarise(values: readonly number[]): Summary | null {
  if (values.length === 0) return null
  return {
    p50: percentile(values, 0.5),
    p95: percentile(values, 0.95),
    min: percentile(values, 0),
    max: percentile(values, 1),
    n: values.length,
  }
}
