import type { HearingSummary } from '@press-gallery/server/protocol/api'
import type { HearingState } from '@press-gallery/server/protocol/hearing-state'

export const hearingGroups = ['now', 'today', 'later', 'past'] as const
export type HearingGroup = (typeof hearingGroups)[number]

export type GroupedHearings = Record<HearingGroup, HearingSummary[]>

/** Within `now`: what has a picture first. */
const rank: Record<HearingState, number> = {
  live: 0,
  recess: 1,
  closed: 2,
  scheduled: 3,
  ended: 4,
  sealed: 4,
  cancelled: 4,
}

/**
 * The list by when a hearing is or was, by the days of the device's calendar: what is in session, what is still to begin today (or
 * should have begun), what comes later or has no time yet, and what is over, latest first.
 */
export function groupHearings(hearings: readonly HearingSummary[], nowMs: number): GroupedHearings {
  const today = {
    fromMs: new Date(nowMs).setHours(0, 0, 0, 0),
    untilMs: new Date(nowMs).setHours(24, 0, 0, 0),
  }
  const groups: GroupedHearings = { now: [], today: [], later: [], past: [] }
  for (const hearing of hearings) groups[groupOf(hearing, today)].push(hearing)
  return {
    now: groups.now.toSorted((a, b) => rank[a.standing.state] - rank[b.standing.state] || byPlan(a, b)),
    today: groups.today.toSorted(byPlan),
    later: groups.later.toSorted(byPlan),
    past: groups.past.toSorted((a, b) => timeOf(b) - timeOf(a)),
  }
}

/** Those without a time come last; both without one are equal. */
const byPlan = (a: HearingSummary, b: HearingSummary): number =>
  (a.plannedStartMs ?? Infinity) - (b.plannedStartMs ?? Infinity) || 0

/** The time that a hearing is known by, ms since the epoch. */
const timeOf = ({ standing, plannedStartMs }: HearingSummary): number => plannedStartMs ?? standing.sinceMs

interface Day {
  fromMs: number
  untilMs: number
}

function groupOf({ standing, plannedStartMs }: HearingSummary, today: Day): HearingGroup {
  switch (standing.state) {
    case 'live':
    case 'recess':
    case 'closed':
      return 'now'
    case 'scheduled':
      return plannedStartMs !== null && plannedStartMs < today.untilMs ? 'today' : 'later'
    case 'cancelled':
      // Whoever looks for it in its place must not think that it has vanished.
      if (plannedStartMs === null || plannedStartMs < today.fromMs) return 'past'
      return plannedStartMs < today.untilMs ? 'today' : 'later'
    case 'ended':
    case 'sealed':
      break
  }
  return 'past'
}

/** The hearing that begins next, as far as it is planned. */
export function nextOf({
  today,
  later,
}: GroupedHearings): (HearingSummary & { plannedStartMs: number }) | null {
  for (const hearing of [...today, ...later]) {
    const { plannedStartMs, standing } = hearing
    if (plannedStartMs !== null && standing.state === 'scheduled') return { ...hearing, plannedStartMs }
  }
  return null
}
