import { createHash, randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import { newId } from '../access/new-id.ts'
import { linkAddress, linkLifetimeMs } from '../access/one-time-links.ts'
import { linkLetter } from '../mail/link-letters.ts'
import type { Mailer } from '../mail/mailer.ts'
import { DomainError } from '../protocol/errors.ts'
import type { Language } from '../protocol/identifiers.ts'
import type { Write } from '../store/open-store.ts'
import { inParts } from './in-parts.ts'

export interface NewJournalist {
  name: string
  /** In lower case; the login as well. */
  email: string
  language: Language
  outletId: string | null
  cardNumber: string | null
}

export interface Invitation {
  readonly personId: string
  readonly journalist: NewJournalist
  /** Of the one-time link; only its hash is stored. */
  readonly secret: string
  readonly endsMs: number
}

/** What an import does with journalists whom nobody knows yet. */
export interface JournalistInvitations {
  /**
   * Person, role in the court and one-time link of each, in the write of the import and in few statements: one person at a
   * time, a long list would keep all others from the database for seconds. The audit entry is the import's own. Throws `taken`
   * for a login that is somebody's.
   */
  inviteIn(write: Write, courtId: string, journalists: readonly NewJournalist[]): Promise<Invitation[]>
  /**
   * After the commit. With a mail server the letters go out one by one from now on and nothing is returned; without one, the links
   * to hand over, in the same order.
   */
  handOver(invitations: readonly Invitation[], origin: string): string[]
  /** What has not been sent yet is not sent any more; an officer can make a new link for each. Idempotent. */
  stop(): void
}

export interface JournalistInvitationsOptions {
  /** Null: no mail server is set. */
  mailer: Pick<Mailer, 'send'> | null
  nowMs: () => number
  log: Logger
}

export function createJournalistInvitations({
  mailer,
  nowMs,
  log,
}: JournalistInvitationsOptions): JournalistInvitations {
  let isStopped = false

  const send = async (sender: Pick<Mailer, 'send'>, invitations: readonly Invitation[], origin: string) => {
    let sent = 0
    for (const { journalist, secret, endsMs } of invitations) {
      if (isStopped) break
      const { email, language, name } = journalist
      const link = linkAddress(origin, secret)
      if (
        await sender.send(linkLetter('invitation', { to: email, language, name, login: email, link, endsMs }))
      )
        sent += 1
    }
    log.info({ sent, of: invitations.length }, 'invitations of an import sent')
  }

  return {
    async inviteIn(write, courtId, journalists) {
      const now = Math.floor(nowMs())
      const endsMs = now + linkLifetimeMs.invitation
      const invitations: Invitation[] = []
      await inParts(journalists, async (some) => {
        const part = some.map((journalist) => ({
          personId: newId('person'),
          journalist,
          secret: randomBytes(32).toString('base64url'),
          endsMs,
        }))
        invitations.push(...part)
        const { numInsertedOrUpdatedRows } = await write
          .insertInto('people')
          .values(
            part.map(({ personId, journalist }) => ({
              id: personId,
              login: journalist.email,
              name: journalist.name,
              email: journalist.email,
              language: journalist.language,
              outlet_id: journalist.outletId,
              card_number: journalist.cardNumber,
              password_hash: null,
              totp_secret: null,
              totp_last_step: null,
              calendar_hash: null,
              created_ms: now,
              removed_ms: null,
            })),
          )
          .onConflict((conflict) => conflict.column('login').doNothing())
          .executeTakeFirstOrThrow()
        if (numInsertedOrUpdatedRows !== BigInt(part.length))
          throw new DomainError('taken', 'a login is somebody’s')
        await write
          .insertInto('roles')
          .values(
            part.map(({ personId }) => ({ person_id: personId, role: 'journalist', court_id: courtId })),
          )
          .execute()
        await write
          .insertInto('one_time_links')
          .values(
            part.map(({ personId, secret }) => ({
              hash: createHash('sha256').update(secret).digest(),
              kind: 'invitation',
              person_id: personId,
              created_ms: now,
              ends_ms: endsMs,
              used_ms: null,
            })),
          )
          .execute()
      })
      return invitations
    },

    handOver(invitations, origin) {
      if (mailer === null) return invitations.map(({ secret }) => linkAddress(origin, secret))
      send(mailer, invitations, origin).catch((error: unknown) => {
        log.error({ err: error }, 'invitations of an import could not all be sent')
      })
      return []
    },

    stop() {
      isStopped = true
    },
  }
}
