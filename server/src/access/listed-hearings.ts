import type { HearingSummary } from '../protocol/api.ts'
import { audience, type Audience } from '../protocol/api.ts'
import { accreditationState, type AccreditationState } from '../protocol/accreditation.ts'
import type { RoleGrant } from '../protocol/identifiers.ts'
import type { Database } from '../store/open-store.ts'
import type { HearingTable } from '../store/schema.ts'
import type { CourtScope, SignedIn } from './rights.ts'
import { reaches, scopeOf } from './scope.ts'

export interface ListedHearing {
  /** The same answer as `Rights.watchingAs` gives for one. */
  readonly mayWatch: boolean
  /** How the journalist's own request for it stands; `none` while they may watch. */
  readonly request: HearingSummary['request']
}

/** What of a hearing it rests on whether it is listed. */
export interface Listable {
  readonly id: string
  readonly courtId: string
  readonly audience: Audience
  readonly poolId: string | null
}

export interface ListedHearings {
  /**
   * Those of these hearings, whatever their state, that somebody's list shows: those they may watch, and for a journalist those of
   * their courts that may be asked for. A few queries, however many hearings.
   */
  listFor(
    person: Pick<SignedIn, 'personId' | 'grants'>,
    hearings: readonly Listable[],
  ): Promise<Map<string, ListedHearing>>
  /** The same of one hearing; undefined: it is not in their list, or is not there. */
  listedTo(
    person: Pick<SignedIn, 'personId' | 'grants'>,
    hearingId: string,
  ): Promise<ListedHearing | undefined>
}

export function createListedHearings({
  database,
  nowMs,
}: {
  database: Database
  nowMs: () => number
}): ListedHearings {
  const listFor: ListedHearings['listFor'] = async ({ personId, grants }, hearings) => {
    const asStaff = scopeOf(grants, 'hearings.watch')
    const asJournalist = courtsOfJournalist(grants)
    const listed = new Map<string, ListedHearing>()
    const asked = hearings.filter(({ courtId }) => reaches(asJournalist, courtId))
    const claims = await claimsOf(
      database,
      personId,
      asked.map(({ id }) => id),
    )
    const now = nowMs()
    for (const hearing of hearings) {
      if (reaches(asStaff, hearing.courtId)) {
        listed.set(hearing.id, { mayWatch: true, request: 'none' })
      } else if (reaches(asJournalist, hearing.courtId)) {
        const shown = toJournalist(hearing, claims, now)
        if (shown !== null) listed.set(hearing.id, shown)
      }
    }
    return listed
  }
  return {
    listFor,
    async listedTo(person, hearingId) {
      const row = await database
        .selectFrom('hearings')
        .select(['id', 'court_id', 'audience', 'pool_id'])
        .where('id', '=', hearingId)
        .executeTakeFirst()
      return row === undefined ? undefined : (await listFor(person, [listableOf(row)])).get(hearingId)
    },
  }
}

/** Of a row of the store. */
export const listableOf = (
  row: Pick<HearingTable, 'id' | 'court_id' | 'audience' | 'pool_id'>,
): Listable => ({
  id: row.id,
  courtId: row.court_id,
  audience: audience.parse(row.audience),
  poolId: row.pool_id,
})

/** The courts of whose hearings somebody's list can show any. */
export const courtsListedFor = (grants: readonly RoleGrant[]): CourtScope =>
  union(scopeOf(grants, 'hearings.watch'), courtsOfJournalist(grants))

/** The courts in which somebody is a journalist. */
export function courtsOfJournalist(grants: readonly RoleGrant[]): CourtScope {
  const held = grants.filter(({ role }) => role === 'journalist')
  if (held.some(({ courtId }) => courtId === null)) return 'all'
  return held.flatMap(({ courtId }) => (courtId === null ? [] : [courtId]))
}

const union = (one: CourtScope, other: CourtScope): CourtScope =>
  one === 'all' || other === 'all' ? 'all' : [...new Set([...one, ...other])]

function toJournalist(hearing: Listable, claims: Claims, now: number): ListedHearing | null {
  const inAudience = isInAudience(hearing, claims, now)
  if (!inAudience && hearing.audience !== 'accredited') return null
  if (claims.ejectedFrom.has(hearing.id)) return { mayWatch: false, request: 'revoked' }
  if (inAudience) return { mayWatch: true, request: 'none' }
  const request = claims.requests.get(hearing.id) ?? 'none'
  return { mayWatch: false, request: request === 'granted' ? 'none' : request }
}

function isInAudience(hearing: Listable, claims: Claims, now: number): boolean {
  const { id, courtId, poolId } = hearing
  if (hearing.audience === 'named') return claims.namedIn.has(id)
  if (hearing.audience === 'court_pool')
    return (
      (poolId !== null && claims.pools.has(poolId)) ||
      claims.granted.some((own) => own.hearingId === id && own.isPersonal)
    )
  return claims.granted.some((own) =>
    own.hearingId === null
      ? own.courtId === courtId && own.fromMs <= now && now <= own.untilMs
      : own.hearingId === id,
  )
}

/** All on which a journalist's rights to some hearings rest. */
interface Claims {
  pools: ReadonlySet<string>
  namedIn: ReadonlySet<string>
  ejectedFrom: ReadonlySet<string>
  granted: readonly {
    courtId: string
    /** Null: the court's hearings between the two times. */
    hearingId: string | null
    fromMs: number
    untilMs: number
    /** Not by a pool. */
    isPersonal: boolean
  }[]
  /** How the latest request for each hearing stands. */
  requests: ReadonlyMap<string, AccreditationState>
}

async function claimsOf(
  database: Database,
  personId: string,
  hearingIds: readonly string[],
): Promise<Claims> {
  if (hearingIds.length === 0) return noClaims
  const poolsOfPerson = database
    .selectFrom('pool_members')
    .select('pool_id')
    .where('person_id', '=', personId)
  const [pools, named, ejected, accreditations] = await Promise.all([
    poolsOfPerson.execute(),
    ofPerson(database, 'hearing_people', personId, hearingIds),
    ofPerson(database, 'ejections', personId, hearingIds),
    database
      .selectFrom('accreditations')
      .select(['court_id', 'person_id', 'hearing_id', 'from_ms', 'until_ms', 'state'])
      .where((of) => of.or([of('person_id', '=', personId), of('pool_id', 'in', poolsOfPerson)]))
      .where((to) => to.or([to('hearing_id', 'is', null), to('hearing_id', 'in', hearingIds)]))
      .orderBy('asked_ms')
      .orderBy('id')
      .execute(),
  ])
  const requests = new Map<string, AccreditationState>()
  for (const { person_id, hearing_id, state } of accreditations)
    if (person_id !== null && hearing_id !== null) requests.set(hearing_id, accreditationState.parse(state))
  return {
    pools: new Set(pools.map(({ pool_id }) => pool_id)),
    namedIn: new Set(named.map(({ hearing_id }) => hearing_id)),
    ejectedFrom: new Set(ejected.map(({ hearing_id }) => hearing_id)),
    granted: accreditations
      .filter(({ state }) => state === 'granted')
      .map((row) => ({
        courtId: row.court_id,
        hearingId: row.hearing_id,
        fromMs: row.from_ms ?? Infinity,
        untilMs: row.until_ms ?? -Infinity,
        isPersonal: row.person_id !== null,
      })),
    requests,
  }
}

const noClaims: Claims = {
  pools: new Set(),
  namedIn: new Set(),
  ejectedFrom: new Set(),
  granted: [],
  requests: new Map(),
}

/** Which of these hearings a table has beside the person. */
const ofPerson = (
  database: Database,
  table: 'hearing_people' | 'ejections',
  personId: string,
  hearingIds: readonly string[],
): Promise<{ hearing_id: string }[]> =>
  database
    .selectFrom(table)
    .select('hearing_id')
    .where('person_id', '=', personId)
    .where('hearing_id', 'in', hearingIds)
    .execute()
