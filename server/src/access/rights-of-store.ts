import { sql, type ExpressionBuilder, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { role, roles, type Role } from '../protocol/identifiers.ts'
import type { Database } from '../store/open-store.ts'
import type { Tables } from '../store/schema.ts'
import { mayDo } from './permissions.ts'
import type { Rights } from './rights.ts'

export interface RightsOptions {
  database: Database
  nowMs: () => number
}

/**
 * The rights as they stand in the store. A journalist is one by the role `journalist` in the hearing's court, or in all; what they
 * may watch there is by accreditation, pool or name, as the hearing's audience has it. The role alone opens nothing,
 * and without it an accreditation lies idle.
 */
export function createRights({ database, nowMs }: RightsOptions): Rights {
  // Asked at each playlist and segment: the statement is made once, and each time filled in at its marks.
  const statement = watchingQuery(database).compile()
  return {
    async watchingAs(subjectId, hearingId) {
      const filled = new Map<unknown, string | number>([
        [mark.subject, subjectId],
        [mark.hearing, hearingId],
        [mark.now, Math.floor(nowMs())],
      ])
      const parameters = statement.parameters.map((value) => filled.get(value) ?? value)
      const { rows } = await database.executeQuery({ ...statement, parameters })
      return watchingRole(held.parse(rows))
    },
  }
}

/** A role in the hearing's court; of a journalist, whether the audience has them in it. */
const held = z.array(z.object({ role, in_audience: z.int() }))

/** As staff, where somebody is both: staff are not bound to an audience, nor to one device. */
function watchingRole(rows: z.infer<typeof held>): Role | null {
  const asStaff = roles.find((one) => mayDo(one, 'hearings.watch') && rows.some((row) => row.role === one))
  if (asStaff !== undefined) return asStaff
  return rows.some((row) => row.in_audience === 1) ? 'journalist' : null
}

/** What the statement holds where a question's own values go. */
const mark = { subject: '?subject', hearing: '?hearing', now: '?now' } as const
const markOfNow = sql<number>`${mark.now}`

/**
 * A fixed value, written into the statement: where it were bound instead, SQLite would choose anew at each call which of the indexes of
 * some rows (`accreditations_granted`) it may use, which takes ten times as long as to answer.
 */
const fixed = <T extends string>(value: T): RawBuilder<T> => sql.lit(value)

const watchingQuery = (database: Database) =>
  database
    .selectFrom('hearings')
    .innerJoin('people', (join) => join.on('people.id', '=', mark.subject))
    .innerJoin('roles', (join) =>
      join
        .onRef('roles.person_id', '=', 'people.id')
        .on((on) =>
          on.or([on('roles.court_id', '=', on.ref('hearings.court_id')), on('roles.court_id', '=', '')]),
        ),
    )
    .where('hearings.id', '=', mark.hearing)
    .where('people.removed_ms', 'is', null)
    .select((eb) => [
      'roles.role',
      eb
        .case()
        .when('roles.role', '!=', fixed('journalist'))
        .then(eb.lit(0))
        .when(isEjected(eb))
        .then(eb.lit(0))
        .when(isInAudience(eb))
        .then(eb.lit(1))
        .else(eb.lit(0))
        .end()
        .as('in_audience'),
    ])

type Asked = ExpressionBuilder<Tables, 'hearings' | 'people' | 'roles'>

const isEjected = (eb: Asked) =>
  eb.exists(
    eb
      .selectFrom('ejections')
      .select('ejections.person_id')
      .whereRef('ejections.hearing_id', '=', 'hearings.id')
      .whereRef('ejections.person_id', '=', 'people.id'),
  )

const isInAudience = (eb: Asked) =>
  eb.or([
    eb.and([eb('hearings.audience', '=', fixed('accredited')), isAccredited(eb)]),
    eb.and([eb('hearings.audience', '=', fixed('court_pool')), eb.or([isInPool(eb), isAccreditedToIt(eb)])]),
    eb.and([eb('hearings.audience', '=', fixed('named')), isNamed(eb)]),
  ])

const poolsOfPerson = (eb: Asked) =>
  eb
    .selectFrom('pool_members')
    .select('pool_members.pool_id')
    .whereRef('pool_members.person_id', '=', 'people.id')

const isAccredited = (eb: Asked) =>
  eb.exists(
    eb
      .selectFrom('accreditations')
      .select('accreditations.id')
      .where('accreditations.state', '=', fixed('granted'))
      .where((of) =>
        of.or([
          of('accreditations.person_id', '=', of.ref('people.id')),
          of('accreditations.pool_id', 'in', poolsOfPerson(eb)),
        ]),
      )
      .where((to) =>
        to.or([
          to('accreditations.hearing_id', '=', to.ref('hearings.id')),
          to.and([
            to('accreditations.hearing_id', 'is', null),
            to('accreditations.court_id', '=', to.ref('hearings.court_id')),
            to('accreditations.from_ms', '<=', markOfNow),
            to('accreditations.until_ms', '>=', markOfNow),
          ]),
        ]),
      ),
  )

const isInPool = (eb: Asked) =>
  eb.exists(
    eb
      .selectFrom('pool_members')
      .select('pool_members.pool_id')
      .whereRef('pool_members.pool_id', '=', 'hearings.pool_id')
      .whereRef('pool_members.person_id', '=', 'people.id'),
  )

const isAccreditedToIt = (eb: Asked) =>
  eb.exists(
    eb
      .selectFrom('accreditations')
      .select('accreditations.id')
      .where('accreditations.state', '=', fixed('granted'))
      .whereRef('accreditations.person_id', '=', 'people.id')
      .whereRef('accreditations.hearing_id', '=', 'hearings.id'),
  )

const isNamed = (eb: Asked) =>
  eb.exists(
    eb
      .selectFrom('hearing_people')
      .select('hearing_people.person_id')
      .whereRef('hearing_people.hearing_id', '=', 'hearings.id')
      .whereRef('hearing_people.person_id', '=', 'people.id'),
  )
