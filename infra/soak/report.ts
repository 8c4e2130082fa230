import { figureIds, figures, type Figure, type FigureId, type Figures } from './figures.ts'
import { faultsOf } from './tile-watch.ts'
import type { SoakOutcome } from './soak.ts'
import type { Troubles } from './troubles.ts'
import { verdictOn, type Verdict } from './verdict.ts'

export interface MinuteFigures {
  minute: number
  figures: Figures
  /** Of the minute before. */
  troubles: Troubles
}

export interface JudgedFigure {
  id: FigureId
  verdict: Verdict | null
}

const places: readonly Figure['of'][] = ['wall', 'journalist', 'server']
const shown = (value: number, { unit }: Figure): string => value.toFixed(unit === 'MB' ? 1 : 0)

/** A line for each place, and one for what the minute before had. */
export function minuteLines({ minute, figures: read, troubles }: MinuteFigures): string {
  const lines = places.map((place) => {
    const cells = figureIds
      .filter((id) => figures[id].of === place)
      .map(
        (id) =>
          `${figures[id].name} ${shown(read[id], figures[id])}${figures[id].unit && ` ${figures[id].unit}`}`,
      )
    return `${place.padEnd(10)} ${cells.join(', ')}`
  })
  const { stillS, overHls, mended, warned } = troubles
  const had = `without a picture ${stillS.toFixed(1)} s, over HLS at most ${overHls}, mended ${mended}, warnings ${warned}`
  return `minute ${minute}\n  ${[...lines, `${'tiles'.padEnd(10)} ${had}`].join('\n  ')}`
}

export const judge = (minutes: readonly Pick<MinuteFigures, 'minute' | 'figures'>[]): JudgedFigure[] =>
  figureIds.map((id) => ({
    id,
    verdict: verdictOn(
      minutes.map(({ minute, figures: read }) => ({ minute, value: read[id] })),
      figures[id].allowance,
    ),
  }))

export function verdictTable(judged: readonly JudgedFigure[]): string {
  const rows = judged.map(({ id, verdict }) => {
    const figure = figures[id]
    const what = [figure.of, figure.name + (figure.unit && `, ${figure.unit}`)]
    if (verdict === null) return [...what, '-', '-', '-', '-', 'too short to say']
    const { first, last, allowed, slopePerHour, flat } = verdict
    return [
      ...what,
      shown(first, figure),
      shown(last, figure),
      `+${shown(allowed, figure)}`,
      `${slopePerHour < 0 ? '' : '+'}${slopePerHour.toFixed(1)}`,
      flat ? 'flat' : 'NOT FLAT',
    ]
  })
  const table = [['', 'figure', 'first quarter', 'last quarter', 'allowed', 'an hour', ''], ...rows]
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  )
  return table
    .map((row) =>
      row
        .map((cell, column) =>
          column >= 2 && column <= 5 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Everything that keeps a soak from being good; empty: it was. */
export const failuresOf = (judged: readonly JudgedFigure[], { watched, problems }: SoakOutcome): string[] => [
  ...judged.flatMap(({ id, verdict }) => {
    const name = `${figures[id].of}: ${figures[id].name}`
    if (verdict === null) return [`${name}: too short to say`]
    return verdict.flat ? [] : [`${name} is not flat`]
  }),
  ...faultsOf(watched),
  ...problems,
]

export function outcomeLines({ watched, toldStill, healed, reloaded, warnings }: SoakOutcome): string {
  const { dueS, stillS, longestStillS, longestFrozenS, wordsOverS, oldestMs } = watched
  return (
    `tiles: ${Math.round(dueS)} s of picture due, ${stillS.toFixed(1)} s without (longest ${longestStillS.toFixed(1)} s; ` +
    `without words ${longestFrozenS.toFixed(1)} s), ${wordsOverS.toFixed(1)} s with words over a moving picture, oldest picture ${oldestMs} ms; ` +
    `the wall's own watch told ${toldStill} times of one that stood, mended ${healed} tiles, loaded itself anew ${reloaded} times` +
    Object.entries(warnings)
      .map(([words, count]) => `\nthe server warned ${count} times: ${words}`)
      .join('')
  )
}
