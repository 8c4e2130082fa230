import type { Standing } from '../protocol/hearing-state.ts'
import type { Courts } from './courts.ts'
import type { Hearing } from './hearings.ts'

/** How a hearing stands, in what everyone who may see it is told: the ground only where the court lets the press know. */
export async function standingOf(hearing: Hearing, courts: Pick<Courts, 'ground'>): Promise<Standing> {
  const ground = hearing.groundId === null ? undefined : await courts.ground(hearing.groundId)
  return {
    state: hearing.state,
    version: hearing.version,
    sinceMs: hearing.sinceMs,
    ground: ground?.shown === true ? ground.words : null,
  }
}
