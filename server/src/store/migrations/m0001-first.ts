import { sql, type Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'
import type { Engine } from '../open-store.ts'

/** All that people, rights, hearings and the audit log need. */
export const first = (engine: Engine): Migration => ({
  async up(db: Kysely<unknown>): Promise<void> {
    const bytes = engine === 'postgres' ? sql`bytea` : sql`blob`
    const table = (name: string) => db.schema.createTable(name)

    await table('courts')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('names', 'text', (c) => c.notNull())
      .addColumn('contact', 'text', (c) => c.notNull().defaultTo(''))
      .addColumn('seal_recipient', 'text')
      .execute()

    await table('grounds')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('court_id', 'text', (c) => c.notNull().references('courts.id'))
      .addColumn('words', 'text', (c) => c.notNull())
      .addColumn('shown', 'integer', (c) => c.notNull())
      .addColumn('position', 'integer', (c) => c.notNull())
      .execute()

    await table('undertakings')
      .addColumn('court_id', 'text', (c) => c.notNull().references('courts.id'))
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('words', 'text', (c) => c.notNull())
      .addColumn('since_ms', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('undertakings_key', ['court_id', 'version'])
      .execute()

    await table('courtrooms')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('court_id', 'text', (c) => c.notNull().references('courts.id'))
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('source', 'text', (c) => c.notNull())
      .addColumn('position', 'integer', (c) => c.notNull())
      .execute()

    await table('outlets')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('court_id', 'text', (c) => c.notNull().references('courts.id'))
      .addColumn('name', 'text', (c) => c.notNull())
      .addUniqueConstraint('outlets_name', ['court_id', 'name'])
      .execute()

    await table('people')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('login', 'text', (c) => c.notNull().unique())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('email', 'text')
      .addColumn('language', 'text', (c) => c.notNull())
      .addColumn('outlet_id', 'text', (c) => c.references('outlets.id'))
      .addColumn('card_number', 'text')
      .addColumn('password_hash', 'text')
      .addColumn('totp_secret', 'text')
      .addColumn('totp_last_step', 'bigint')
      .addColumn('calendar_hash', 'text', (c) => c.unique())
      .addColumn('created_ms', 'bigint', (c) => c.notNull())
      .addColumn('removed_ms', 'bigint')
      .execute()

    await table('roles')
      .addColumn('person_id', 'text', (c) => c.notNull().references('people.id'))
      .addColumn('role', 'text', (c) => c.notNull())
      .addColumn('court_id', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('roles_key', ['person_id', 'role', 'court_id'])
      .execute()

    await table('sessions')
      .addColumn('hash', bytes, (c) => c.primaryKey())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('id', 'text', (c) => c.notNull().unique())
      .addColumn('person_id', 'text', (c) => c.notNull().references('people.id'))
      .addColumn('created_ms', 'bigint', (c) => c.notNull())
      .addColumn('seen_ms', 'bigint', (c) => c.notNull())
      .addColumn('ends_ms', 'bigint', (c) => c.notNull())
      .addColumn('user_agent', 'text', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('sessions_of_person').on('sessions').column('person_id').execute()

    await table('one_time_links')
      .addColumn('hash', bytes, (c) => c.primaryKey())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('person_id', 'text', (c) => c.notNull().references('people.id'))
      .addColumn('created_ms', 'bigint', (c) => c.notNull())
      .addColumn('ends_ms', 'bigint', (c) => c.notNull())
      .addColumn('used_ms', 'bigint')
      .execute()

    await table('passkeys')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('person_id', 'text', (c) => c.notNull().references('people.id'))
      .addColumn('public_key', bytes, (c) => c.notNull())
      .addColumn('counter', 'bigint', (c) => c.notNull())
      .addColumn('transports', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('created_ms', 'bigint', (c) => c.notNull())
      .addColumn('used_ms', 'bigint')
      .execute()

    await table('recovery_codes')
      .addColumn('person_id', 'text', (c) => c.notNull().references('people.id'))
      .addColumn('hash', bytes, (c) => c.notNull())
      .addColumn('used_ms', 'bigint')
      .addPrimaryKeyConstraint('recovery_codes_key', ['person_id', 'hash'])
      .execute()

    await table('pools')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('court_id', 'text', (c) => c.notNull().references('courts.id'))
      .addColumn('name', 'text', (c) => c.notNull())
      .addUniqueConstraint('pools_name', ['court_id', 'name'])
      .execute()

    await table('pool_members')
      .addColumn('pool_id', 'text', (c) => c.notNull().references('pools.id'))
      .addColumn('person_id', 'text', (c) => c.notNull().references('people.id'))
      .addPrimaryKeyConstraint('pool_members_key', ['pool_id', 'person_id'])
      .execute()
    await db.schema.createIndex('pools_of_person').on('pool_members').column('person_id').execute()

    await table('hearings')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('court_id', 'text', (c) => c.notNull().references('courts.id'))
      .addColumn('courtroom_id', 'text', (c) => c.notNull().references('courtrooms.id'))
      .addColumn('case_number', 'text', (c) => c.notNull())
      .addColumn('title', 'text', (c) => c.notNull())
      .addColumn('judge', 'text', (c) => c.notNull())
      .addColumn('planned_start_ms', 'bigint')
      .addColumn('planned_end_ms', 'bigint')
      .addColumn('languages', 'text', (c) => c.notNull())
      .addColumn('audience', 'text', (c) => c.notNull())
      .addColumn('pool_id', 'text', (c) => c.references('pools.id'))
      .addColumn('notes', 'text', (c) => c.notNull())
      .addColumn('watermark', 'integer', (c) => c.notNull())
      .addColumn('closed_recording', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('since_ms', 'bigint', (c) => c.notNull())
      .addColumn('ground_id', 'text', (c) => c.references('grounds.id'))
      .execute()
    await db.schema.createIndex('hearings_of_court').on('hearings').column('court_id').execute()

    await table('hearing_people')
      .addColumn('hearing_id', 'text', (c) => c.notNull().references('hearings.id'))
      .addColumn('person_id', 'text', (c) => c.notNull().references('people.id'))
      .addPrimaryKeyConstraint('hearing_people_key', ['hearing_id', 'person_id'])
      .execute()
    await db.schema.createIndex('hearings_of_person').on('hearing_people').column('person_id').execute()

    await table('accreditations')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('court_id', 'text', (c) => c.notNull().references('courts.id'))
      .addColumn('person_id', 'text', (c) => c.references('people.id'))
      .addColumn('pool_id', 'text', (c) => c.references('pools.id'))
      .addColumn('hearing_id', 'text', (c) => c.references('hearings.id'))
      .addColumn('from_ms', 'bigint')
      .addColumn('until_ms', 'bigint')
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('card_number', 'text', (c) => c.notNull())
      .addColumn('asked_ms', 'bigint', (c) => c.notNull())
      .addColumn('decided_by', 'text')
      .addColumn('decided_ms', 'bigint')
      .addColumn('decision_reason', 'text', (c) => c.notNull())
      .execute()
    await db.schema.createIndex('accreditations_of_person').on('accreditations').column('person_id').execute()
    await db.schema.createIndex('accreditations_of_pool').on('accreditations').column('pool_id').execute()
    await db.schema.createIndex('accreditations_of_court').on('accreditations').column('court_id').execute()
    await db.schema.createIndex('accreditations_until').on('accreditations').column('until_ms').execute()
    // One open request of a journalist for a hearing, and one right to it: revoked, it is gone.
    for (const [index, column, state] of [
      ['accreditations_open', 'person_id', 'requested'],
      ['accreditations_granted', 'person_id', 'granted'],
      ['accreditations_granted_to_pool', 'pool_id', 'granted'],
    ] as const) {
      await db.schema
        .createIndex(index)
        .on('accreditations')
        .columns([column, 'hearing_id'])
        .unique()
        .where(sql.ref('state'), '=', sql.lit(state))
        .execute()
    }

    await table('acceptances')
      .addColumn('person_id', 'text', (c) => c.notNull().references('people.id'))
      .addColumn('court_id', 'text', (c) => c.notNull().references('courts.id'))
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('accepted_ms', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('acceptances_key', ['person_id', 'court_id', 'version'])
      .execute()

    await table('ejections')
      .addColumn('hearing_id', 'text', (c) => c.notNull().references('hearings.id'))
      .addColumn('person_id', 'text', (c) => c.notNull().references('people.id'))
      .addColumn('reason', 'text', (c) => c.notNull())
      .addColumn('ejected_ms', 'bigint', (c) => c.notNull())
      .addColumn('ejected_by', 'text', (c) => c.notNull())
      .addPrimaryKeyConstraint('ejections_key', ['hearing_id', 'person_id'])
      .execute()
    await db.schema.createIndex('ejections_of_person').on('ejections').column('person_id').execute()

    await table('orders')
      .addColumn('hearing_id', 'text', (c) => c.notNull().references('hearings.id'))
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('from_state', 'text', (c) => c.notNull())
      .addColumn('to_state', 'text', (c) => c.notNull())
      .addColumn('by_id', 'text', (c) => c.notNull())
      .addColumn('by_role', 'text', (c) => c.notNull())
      .addColumn('ground_id', 'text', (c) => c.references('grounds.id'))
      .addColumn('at_ms', 'bigint', (c) => c.notNull())
      // Two orders given at once can't both make the same version.
      .addPrimaryKeyConstraint('orders_key', ['hearing_id', 'version'])
      .execute()

    await table('receipts')
      .addColumn('hearing_id', 'text', (c) => c.notNull().references('hearings.id'))
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('viewing_id', 'text', (c) => c.notNull())
      .addColumn('viewer_id', 'text', (c) => c.notNull())
      .addColumn('path', 'text', (c) => c.notNull())
      .addColumn('cut_ms', 'bigint', (c) => c.notNull())
      .addColumn('dark_after_ms', 'integer')
      .addColumn('answered_ms', 'bigint')
      .addPrimaryKeyConstraint('receipts_key', ['hearing_id', 'version', 'viewing_id'])
      .execute()

    await table('audit_entries')
      .addColumn('seq', 'bigint', (c) => c.primaryKey())
      .addColumn('at_ms', 'bigint', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('court_id', 'text')
      .addColumn('hearing_id', 'text')
      .addColumn('actor', 'text')
      .addColumn('data', 'text', (c) => c.notNull())
      .addColumn('previous', 'text', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .execute()

    await table('audit_head')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('seq', 'bigint', (c) => c.notNull())
      .addColumn('hash', 'text', (c) => c.notNull())
      .execute()
    await sql`insert into audit_head (id, seq, hash) values (1, 0, ${'0'.repeat(64)})`.execute(db)

    await table('audit_subjects')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('month', 'text', (c) => c.notNull())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('login', 'text', (c) => c.notNull())
      .addColumn('salt', 'text', (c) => c.notNull())
      .execute()
    await db.schema
      .createIndex('audit_subjects_of_person')
      .on('audit_subjects')
      .columns(['person_id', 'month'])
      .execute()

    await table('audit_mentions')
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('seq', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('audit_mentions_key', ['subject', 'seq'])
      .execute()
    await db.schema.createIndex('audit_mentions_of_entry').on('audit_mentions').column('seq').execute()
    await db.schema
      .createIndex('audit_entries_of_court')
      .on('audit_entries')
      .columns(['court_id', 'seq'])
      .execute()
    await db.schema
      .createIndex('audit_entries_of_hearing')
      .on('audit_entries')
      .columns(['hearing_id', 'seq'])
      .execute()
    for (const statement of appendOnly[engine]) await statement.execute(db)
  },
})

/** A mistake in our own code can't change the log. Whoever owns the database can; that is what the chain is for. */
const appendOnly = {
  sqlite: [
    sql`create trigger audit_entries_stay before update on audit_entries
        begin select raise(abort, 'the audit log is append-only'); end`,
    sql`create trigger audit_entries_remain before delete on audit_entries
        begin select raise(abort, 'the audit log is append-only'); end`,
  ],
  postgres: [
    sql`create function audit_is_append_only() returns trigger language plpgsql as
        $$ begin raise exception 'the audit log is append-only'; end $$`,
    sql`create trigger audit_entries_stay before update or delete or truncate on audit_entries
        for each statement execute function audit_is_append_only()`,
  ],
} as const
