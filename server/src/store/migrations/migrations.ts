import type { Migration } from 'kysely/migration'
import type { Engine } from '../open-store.ts'
import { first } from './m0001-first.ts'
import { workplaces } from './m0002-workplaces.ts'
import { lists } from './m0003-lists.ts'
import { retiredCourtrooms } from './m0004-retired-courtrooms.ts'

/** In the order of their names. One that has been in a release is never changed: the next one mends it. */
export const migrations = (engine: Engine): Record<string, Migration> => ({
  '0001-first': first(engine),
  '0002-workplaces': workplaces,
  '0003-lists': lists,
  '0004-retired-courtrooms': retiredCourtrooms,
})
