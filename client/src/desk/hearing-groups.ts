import type { DeskHearing } from '@press-gallery/server/protocol/desk'
import type { HearingState } from '@press-gallery/server/protocol/hearing-state'

export type GroupName = 'underWay' | 'planned' | 'over'

const groupOf: Record<HearingState, GroupName> = {
  scheduled: 'planned',
  live: 'underWay',
  recess: 'underWay',
  closed: 'underWay',
  ended: 'over',
  sealed: 'over',
  cancelled: 'over',
}

const startMs = ({ plannedStartMs }: DeskHearing): number => plannedStartMs ?? Number.POSITIVE_INFINITY

/** Two without a time are equal; the difference of two infinities is not a number. */
const byStart = (a: DeskHearing, b: DeskHearing): number =>
  startMs(a) === startMs(b) ? 0 : startMs(a) - startMs(b)

/** What is under way first, then what comes next, then what was, the latest first. */
export function groupsOf(hearings: readonly DeskHearing[]): { name: GroupName; hearings: DeskHearing[] }[] {
  const of = (name: GroupName): DeskHearing[] =>
    hearings.filter(({ standing }) => groupOf[standing.state] === name)
  return [
    { name: 'underWay' as const, hearings: of('underWay').toSorted(byStart) },
    { name: 'planned' as const, hearings: of('planned').toSorted(byStart) },
    {
      name: 'over' as const,
      hearings: of('over').toSorted((a, b) => b.standing.sinceMs - a.standing.sinceMs),
    },
  ].filter((group) => group.hearings.length > 0)
}
