import type { KyselyPlugin } from 'kysely'
import type { Database } from '../open-store.ts'

export interface Counting {
  database: Database
  /** What was asked of the store, and how many rows it gave, since the last time. */
  taken(): { statements: number; rows: number }
}

/** A store whose questions are counted. */
export function counting(store: Database): Counting {
  let statements = 0
  let rows = 0
  const counted: KyselyPlugin = {
    transformQuery({ node }) {
      statements += 1
      return node
    },
    transformResult({ result }) {
      rows += result.rows.length
      return Promise.resolve(result)
    },
  }
  return {
    database: store.withPlugin(counted),
    taken() {
      const counts = { statements, rows }
      statements = 0
      rows = 0
      return counts
    },
  }
}
