import { addOutlet } from '../access/outlets.ts'
import { findPool } from '../access/pools.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { ImportOutcome, ImportProblem, ImportReport } from '../protocol/accreditation.ts'
import { language, type Language } from '../protocol/identifiers.ts'
import type { Database, Write } from '../store/open-store.ts'
import type { Invitation, JournalistInvitations } from './journalist-invitations.ts'
import { createPauses, inParts } from './in-parts.ts'
import { readJournalists, type JournalistRow } from './journalist-table.ts'
import { knownPeople, type KnownPerson } from './known-people.ts'

export interface JournalistImport {
  /** Nothing is written. */
  check(into: ImportInto, file: Uint8Array): Promise<ImportReport>
  /** All of the file, in one transaction, or with one problem nothing at all. */
  run(into: ImportInto, file: Uint8Array, origin: string): Promise<ImportReport>
}

export interface ImportInto {
  courtId: string
  poolId: string
  /** The officer. */
  byId: string
}

export interface JournalistImportOptions {
  database: Database
  audit: AuditLog
  invitations: Pick<JournalistInvitations, 'inviteIn' | 'handOver'>
}

/** What is to be done for one row. */
interface Step {
  row: JournalistRow
  outcome: ImportOutcome
  /** Null: somebody new. */
  person: KnownPerson | null
}

export function createJournalistImport(options: JournalistImportOptions): JournalistImport {
  const { database, audit, invitations } = options

  return {
    async check({ courtId, poolId }, file) {
      await findPool(database, courtId, poolId)
      const { rows, problems, ignored } = await readJournalists(file)
      const planned = await plan(database, { courtId, poolId }, rows)
      return reportOf(planned.steps, [...problems, ...planned.problems], ignored)
    },

    async run(into, file, origin) {
      const { rows, problems, ignored } = await readJournalists(file)
      await findPool(database, into.courtId, into.poolId)
      if (problems.length > 0) return reportOf([], problems, ignored)
      const written = await database.transaction().execute(async (write) => {
        await findPool(write, into.courtId, into.poolId)
        const planned = await plan(write, into, rows)
        if (planned.problems.length > 0) return { ...planned, made: [] }
        const made = await carryOut(write, { into, audit, invitations, steps: planned.steps })
        return { ...planned, made }
      })
      const report = reportOf(written.steps, written.problems, ignored)
      if (written.problems.length > 0) return report
      const links = invitations.handOver(
        written.made.map(({ invitation }) => invitation),
        origin,
      )
      return {
        ...report,
        done: true,
        invitations: links.flatMap((link, index) => {
          const row = written.made[index]?.row
          return row === undefined ? [] : [{ row: row.row, name: row.name, email: row.email, link }]
        }),
      }
    },
  }
}

const reportOf = (steps: readonly Step[], problems: ImportProblem[], ignored: string[]): ImportReport => ({
  done: false,
  ignored,
  rows:
    problems.length > 0 ? [] : steps.map(({ row, outcome }) => ({ row: row.row, email: row.email, outcome })),
  problems,
  invitations: [],
})

/** Compares each row with who is known. */
async function plan(
  database: Database,
  { courtId, poolId }: { courtId: string; poolId: string },
  rows: readonly JournalistRow[],
): Promise<{ steps: Step[]; problems: ImportProblem[] }> {
  const known = await knownPeople(database, { courtId, poolId, emails: rows.map(({ email }) => email) })
  const steps: Step[] = []
  const problems: ImportProblem[] = []
  const pause = createPauses()
  for (const row of rows) {
    await pause()
    const person = known.get(row.email) ?? null
    if (person === 'ambiguous' || person === 'no_journalist')
      problems.push({ row: row.row, column: 'email', code: 'email_taken' })
    else steps.push({ row, person, outcome: outcomeOf(row, person) })
  }
  return { steps, problems }
}

function outcomeOf(row: JournalistRow, person: KnownPerson | null): ImportOutcome {
  if (person === null) return 'invited'
  if (person.mayChange && changesOf(row, person)) return 'updated'
  return person.isMember ? 'unchanged' : 'joined'
}

const changesOf = (row: JournalistRow, person: KnownPerson): boolean =>
  row.name !== person.name ||
  (row.outlet !== null && row.outlet !== person.outlet) ||
  (row.card !== null && row.card !== person.cardNumber) ||
  (row.language !== null && row.language !== person.language)

interface CarryOut {
  into: ImportInto
  audit: AuditLog
  invitations: Pick<JournalistInvitations, 'inviteIn'>
  steps: readonly Step[]
}

async function carryOut(
  write: Write,
  { into, audit, invitations, steps }: CarryOut,
): Promise<{ row: JournalistRow; invitation: Invitation }[]> {
  const { courtId, poolId, byId } = into
  const outletIds = await outletsNamed(write, { audit, courtId, byId, steps })
  const outletOf = ({ outlet }: JournalistRow): string | null =>
    outlet === null ? null : (outletIds.get(outlet) ?? null)
  const spoken = await languageOf(write, byId)

  const added = steps.filter(({ person }) => person === null).map(({ row }) => row)
  const invited = await invitations.inviteIn(
    write,
    courtId,
    added.map((row) => ({
      name: row.name,
      email: row.email,
      language: row.language ?? spoken,
      outletId: outletOf(row),
      cardNumber: row.card,
    })),
  )
  const met = steps.flatMap(({ row, outcome, person }) => (person === null ? [] : [{ row, outcome, person }]))
  const pause = createPauses()
  for (const { row, outcome, person } of met) {
    if (outcome !== 'updated') continue
    await pause()
    await write
      .updateTable('people')
      .set({
        name: row.name,
        language: row.language ?? person.language,
        outlet_id: outletOf(row) ?? person.outletId,
        card_number: row.card ?? person.cardNumber,
      })
      .where('id', '=', person.id)
      .execute()
  }
  const idsOf = (some: typeof met): string[] => some.map(({ person }) => person.id)
  const newHere = idsOf(met.filter(({ person }) => !person.isJournalistHere))
  await inParts(newHere, async (part) => {
    await write
      .insertInto('roles')
      .values(part.map((id) => ({ person_id: id, role: 'journalist', court_id: courtId })))
      .execute()
  })
  const joining = [
    ...invited.map(({ personId }) => personId),
    ...idsOf(met.filter(({ person }) => !person.isMember)),
  ]
  await inParts(joining, async (part) => {
    await write
      .insertInto('pool_members')
      .values(part.map((id) => ({ pool_id: poolId, person_id: id })))
      .onConflict((conflict) => conflict.columns(['pool_id', 'person_id']).doNothing())
      .execute()
  })
  await audit.append(write, {
    kind: 'import.done',
    courtId,
    actorId: byId,
    data: { poolId, rows: steps.length },
    people: {
      invited: invited.map(({ personId }) => personId),
      updated: idsOf(met.filter(({ outcome }) => outcome === 'updated')),
      madeJournalists: newHere,
      joined: joining,
    },
  })
  return invited.flatMap((invitation, index) => {
    const row = added[index]
    return row === undefined ? [] : [{ row, invitation }]
  })
}

/** The ids of the outlets that the rows name; those that are not there yet are made. */
async function outletsNamed(
  write: Write,
  { audit, courtId, byId, steps }: { audit: AuditLog; courtId: string; byId: string; steps: readonly Step[] },
): Promise<Map<string, string>> {
  const rows = await write
    .selectFrom('outlets')
    .select(['id', 'name'])
    .where('court_id', '=', courtId)
    .execute()
  const ids = new Map(rows.map(({ id, name }) => [name, id]))
  const pause = createPauses()
  for (const { row, person } of steps) {
    if (row.outlet === null || ids.has(row.outlet) || person?.mayChange === false) continue
    await pause()
    ids.set(row.outlet, await addOutlet(write, { audit, courtId, name: row.outlet, byId }))
  }
  return ids
}

/** New journalists are written to in the officer's language where the file names none. */
async function languageOf(write: Write, personId: string): Promise<Language> {
  const row = await write
    .selectFrom('people')
    .select('language')
    .where('id', '=', personId)
    .executeTakeFirst()
  return language.parse(row?.language ?? 'kk')
}
