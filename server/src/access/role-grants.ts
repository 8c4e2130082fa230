import type { AuditLog } from '../audit/audit-log.ts'
import { DomainError } from '../protocol/errors.ts'
import { role, type RoleGrant } from '../protocol/identifiers.ts'
import type { Write } from '../store/open-store.ts'
import type { RoleTable } from '../store/schema.ts'

/** What somebody is to which court, given and taken inside a write, each change with its entry in the log. */
export interface RoleGrants {
  /** What is held already stays, without an entry. Throws `bad_request` for a court that is not there. */
  give(write: Write, personId: string, grants: readonly RoleGrant[], actorId: string | null): Promise<void>
  take(write: Write, personId: string, grants: readonly RoleGrant[], actorId: string | null): Promise<void>
  takeAll(write: Write, personId: string, actorId: string | null): Promise<void>
}

/** In the roles table `''` stands for all courts. */
export const courtColumn = (courtId: string | null): string => courtId ?? ''

export const grantOf = (row: Pick<RoleTable, 'role' | 'court_id'>): RoleGrant => ({
  role: role.parse(row.role),
  courtId: row.court_id === '' ? null : row.court_id,
})

/** For the log: roles stand as `clerk@court-1`, in all courts as `clerk@*`. */
const spelt = ({ role: name, courtId }: RoleGrant): string => `${name}@${courtId ?? '*'}`

export function createRoleGrants(audit: Pick<AuditLog, 'append'>): RoleGrants {
  const log = (
    write: Write,
    kind: 'role.granted' | 'role.taken',
    personId: string,
    grant: RoleGrant,
    actorId: string | null,
  ): Promise<void> =>
    audit.append(write, {
      kind,
      courtId: grant.courtId,
      actorId,
      data: { role: spelt(grant) },
      people: { personId },
    })

  return {
    async give(write, personId, grants, actorId) {
      for (const grant of grants) {
        await checkCourt(write, grant.courtId)
        const { numInsertedOrUpdatedRows } = await write
          .insertInto('roles')
          .values({ person_id: personId, role: grant.role, court_id: courtColumn(grant.courtId) })
          .onConflict((conflict) => conflict.columns(['person_id', 'role', 'court_id']).doNothing())
          .executeTakeFirstOrThrow()
        if (numInsertedOrUpdatedRows === 1n) await log(write, 'role.granted', personId, grant, actorId)
      }
    },
    async take(write, personId, grants, actorId) {
      for (const grant of grants) {
        const { numDeletedRows } = await write
          .deleteFrom('roles')
          .where('person_id', '=', personId)
          .where('role', '=', grant.role)
          .where('court_id', '=', courtColumn(grant.courtId))
          .executeTakeFirstOrThrow()
        if (numDeletedRows !== 0n) await log(write, 'role.taken', personId, grant, actorId)
      }
    },
    async takeAll(write, personId, actorId) {
      const taken = await write
        .deleteFrom('roles')
        .where('person_id', '=', personId)
        .returning(['role', 'court_id'])
        .execute()
      for (const row of taken) await log(write, 'role.taken', personId, grantOf(row), actorId)
    },
  }
}

async function checkCourt(write: Write, courtId: string | null): Promise<void> {
  if (courtId === null) return
  const court = await write.selectFrom('courts').select('id').where('id', '=', courtId).executeTakeFirst()
  if (court === undefined) throw new DomainError('bad_request', 'a role in a court that is not there')
}
