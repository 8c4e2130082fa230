import type { RegionAnswer } from '@press-gallery/server/protocol/workplaces'

export type RegionCourt = RegionAnswer['courts'][number]
export type RegionCourtroom = RegionCourt['courtrooms'][number]

/** 3: the press loses something of a hearing now; 2: it will, or may; 1: nobody is kept from anything today; 0: all is well. */
export type Urgency = 0 | 1 | 2 | 3

/** From here on somebody has to do something. */
export const needsAttention = (urgency: Urgency): boolean => urgency >= 2

export function urgencyOfCourtroom({ feed, hearing }: RegionCourtroom): Urgency {
  const feedIsWell = feed.state === 'live' && feed.fault === null
  if (hearing === null) return feedIsWell ? 0 : 1
  const { standing, alarm, recording } = hearing
  if (standing.state === 'scheduled') return feedIsWell ? 0 : 2
  if (alarm !== null || recording === 'stalled' || recording === 'disk_full') return 3
  if (standing.state === 'live') return feedIsWell && recording !== 'stopped' ? 0 : 3
  return feedIsWell ? 0 : 2
}

export const urgencyOfScreens = ({ all, online }: RegionCourt['screens']): Urgency => (online < all ? 2 : 0)

export interface CourtOfRegion {
  court: RegionCourt
  /** The most urgent first. */
  courtrooms: readonly { courtroom: RegionCourtroom; urgency: Urgency }[]
  /** Of its courtrooms and screens, whatever is left out. */
  urgency: Urgency
}

/** The courts, the most urgent first; with `only`, of them and their courtrooms those that need attention. */
export function inOrderOfUrgency(courts: readonly RegionCourt[], only: boolean): CourtOfRegion[] {
  return courts
    .map((court): CourtOfRegion => {
      const courtrooms = court.courtrooms
        .map((courtroom) => ({ courtroom, urgency: urgencyOfCourtroom(courtroom) }))
        .toSorted((a, b) => rank(b) - rank(a))
      const urgencies = [urgencyOfScreens(court.screens), ...courtrooms.map(({ urgency }) => urgency)]
      return {
        court,
        courtrooms: only ? courtrooms.filter(({ urgency }) => needsAttention(urgency)) : courtrooms,
        urgency: urgencies.reduce((worst, one) => (one > worst ? one : worst)),
      }
    })
    .filter(({ urgency }) => !only || needsAttention(urgency))
    .toSorted((a, b) => b.urgency - a.urgency)
}

/** Among those of one urgency, what is under way goes before what is to come, and that before an empty courtroom. */
function rank({ courtroom, urgency }: { courtroom: RegionCourtroom; urgency: Urgency }): number {
  const { hearing } = courtroom
  const stage = hearing === null ? 0 : hearing.standing.state === 'scheduled' ? 1 : 2
  return needsAttention(urgency) ? urgency * 10 + stage : stage
}

export interface RegionCounts {
  courtrooms: number
  underWay: number
  /** Courtrooms, and courts with screens, that need somebody. */
  attention: number
}

export function countsOf(courts: readonly RegionCourt[]): RegionCounts {
  const courtrooms = courts.flatMap((court) => court.courtrooms)
  const urgencies = [
    ...courtrooms.map(urgencyOfCourtroom),
    ...courts.map(({ screens }) => urgencyOfScreens(screens)),
  ]
  return {
    courtrooms: courtrooms.length,
    underWay: courtrooms.filter(({ hearing }) => hearing !== null && hearing.standing.state !== 'scheduled')
      .length,
    attention: urgencies.filter(needsAttention).length,
  }
}
