import type { Ground, Standing } from '../protocol/hearing-state.ts'
import type { Courts } from './courts.ts'
import type { Hearing } from './hearings.ts'

/** How a hearing stands, in what everyone who may see it is told: the ground only where the court lets the press know. */
export async function standingOf(hearing: Hearing, courts: Pick<Courts, 'ground'>): Promise<Standing> {
  return standingOn(hearing, hearing.groundId === null ? undefined : await courts.ground(hearing.groundId))
}

/** The same for each of many hearings: their grounds in one question, or in none. */
export async function standingsOf(
  hearings: readonly Hearing[],
  courts: Pick<Courts, 'groundsNamed'>,
): Promise<(hearing: Hearing) => Standing> {
  const named = hearings.flatMap(({ groundId }) => (groundId === null ? [] : [groundId]))
  const grounds = new Map((await courts.groundsNamed([...new Set(named)])).map((one) => [one.id, one]))
  return (hearing) => standingOn(hearing, grounds.get(hearing.groundId ?? ''))
}

const standingOn = ({ state, version, sinceMs }: Hearing, ground: Ground | undefined): Standing => ({
  state,
  version,
  sinceMs,
  ground: ground?.shown === true ? ground.words : null,
})
