import {
  importOutcome,
  type ImportOutcome,
  type ImportReport,
} from '@press-gallery/server/protocol/accreditation'

/** How many rows come to what; what no row comes to is left out. */
export const outcomesOf = (rows: ImportReport['rows']): { outcome: ImportOutcome; count: number }[] =>
  importOutcome.options
    .map((outcome) => ({ outcome, count: rows.filter((row) => row.outcome === outcome).length }))
    .filter(({ count }) => count > 0)
