import {
  levelOfProblem,
  type HealthProblem,
  type ServerHealthAnswer,
} from '@press-gallery/server/protocol/server-health'

export type PartName = Exclude<keyof ServerHealthAnswer, 'atMs'> | 'clock'
/** What only the page can see: its own device's clock beside the server's. */
export type ShownProblem = HealthProblem | 'clock_apart'
/** `none`: the part has not answered. `due`: nothing is wrong, but what it is there for was never done so far. */
export type PartLevel = 'good' | 'due' | 'warn' | 'bad' | 'none'

export interface PartState {
  readonly name: PartName
  readonly level: PartLevel
  /** The worst first. */
  readonly problems: readonly ShownProblem[]
}

/** As they are shown while all is well. */
const partNames: readonly PartName[] = [
  'sfu',
  'recorder',
  'connections',
  'disk',
  'database',
  'backup',
  'audit',
  'certificate',
  'clock',
  'mail',
  'process',
]

/** More than this between two clocks is no matter of the network, ms. */
const clocksApartMs = 2000

export const levelOf = (problem: ShownProblem): 'warn' | 'bad' =>
  problem === 'clock_apart' ? 'warn' : levelOfProblem[problem]

const rank: Record<PartLevel, number> = { bad: 0, none: 1, warn: 2, due: 3, good: 3 }

/** The parts with what is wrong with them, the worst first. `clockOffsetMs`: of the server's clock from this device's. */
export function partsInOrder(health: ServerHealthAnswer, clockOffsetMs: number): PartState[] {
  const apart: ShownProblem[] = Math.abs(clockOffsetMs) > clocksApartMs ? ['clock_apart'] : []
  const stateOf = (name: PartName): PartState => {
    if (name === 'clock') return judged(name, apart, 'good')
    const { [name]: part } = health
    if (part === null) return { name, level: 'none', problems: [] }
    return judged(name, 'problems' in part ? part.problems : [], isDue(health, name) ? 'due' : 'good')
  }
  return partNames.map(stateOf).toSorted((a, b) => rank[a.level] - rank[b.level])
}

/** A new installation is given some days for its first back-up and verification. */
const isDue = ({ backup, audit }: ServerHealthAnswer, name: PartName): boolean =>
  (name === 'backup' && backup?.madeMs === null) || (name === 'audit' && audit?.verifiedMs === null)

function judged(name: PartName, found: readonly ShownProblem[], otherwise: PartLevel): PartState {
  const problems = found.toSorted((a, b) => rank[levelOf(a)] - rank[levelOf(b)])
  const [worst] = problems
  return { name, level: worst === undefined ? otherwise : levelOf(worst), problems }
}
