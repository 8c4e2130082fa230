import type { Summary } from './statistics.ts'

export interface Row {
  system: string
  metric: string
  unit: 'ms' | '% of a core' | 'count' | 'kB' | 'score'
  /** Null when nothing was measured. */
  summary: Summary | null
}

export interface Ratio {
  metric: string
  share: 'p50' | 'p95'
  /** Ours divided by the other's: below 1 we are ahead. */
  value: number
}

/** Columns of plain text, for a terminal and for a README. */
export function formatTable(rows: readonly Row[]): string {
  const digits = (unit: Row['unit']): number => (unit === 'score' ? 3 : unit === '% of a core' ? 1 : 0)
  const cells = rows.map(({ system, metric, unit, summary }) => [
    metric,
    system,
    unit,
    ...(summary === null
      ? ['-', '-', '-', '0']
      : [
          ...[summary.p50, summary.p95, summary.max].map((value) => value.toFixed(digits(unit))),
          String(summary.n),
        ]),
  ])
  return columns([['metric', 'system', 'unit', 'p50', 'p95', 'max', 'n'], ...cells], 3)
}

/** For each metric that both systems have. */
export function ratios(rows: readonly Row[], ours: string, theirs: string): Ratio[] {
  return rows.flatMap(({ system, metric, unit, summary }) => {
    if (system !== ours || unit !== 'ms' || summary === null) return []
    const other = rows.find((row) => row.system === theirs && row.metric === metric)?.summary
    if (other === null || other === undefined) return []
    return (['p50', 'p95'] as const).map((share) => ({ metric, share, value: summary[share] / other[share] }))
  })
}

export function formatRatios(all: readonly Ratio[], ours: string, theirs: string): string {
  const cells = all.map(({ metric, share, value }) => [metric, share, value.toFixed(2)])
  return columns([['metric', '', `${ours} / ${theirs}`], ...cells], 2)
}

/** Text to the left in the first columns, numbers to the right in the others. */
function columns(lines: readonly string[][], textColumns: number): string {
  const widths = (lines[0] ?? []).map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)))
  return lines
    .map((line) =>
      line
        .map((cell, i) => (i < textColumns ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
