import { hash, verify } from '@node-rs/argon2'
import { randomBytes } from 'node:crypto'
import type { Account } from '../court-file.ts'
import type { Role } from '../protocol/identifiers.ts'

/** Who there is and what each may watch. From the court file until people and rights have their own store. */
export interface Accounts {
  find(login: string): { login: string; role: Role } | undefined
  /** Takes the same time for a login that does not exist. */
  checkPassword(login: string, password: string): Promise<boolean>
  /** A technician may watch every hearing, a journalist those accredited to. */
  mayWatch(login: string, hearingId: string): boolean
}

/** argon2id; the library's costs are those that OWASP recommends (19 MiB, 2 passes). */
export const hashPassword = (password: string): Promise<string> => hash(password)

export async function createAccounts(accounts: readonly Account[]): Promise<Accounts> {
  const byLogin = new Map(accounts.map((account) => [account.login, account]))
  const nobodysHash = await hashPassword(randomBytes(32).toString('base64url'))
  return {
    find: (login) => byLogin.get(login),
    async checkPassword(login, password) {
      const account = byLogin.get(login)
      const matches = await verify(account?.passwordHash ?? nobodysHash, password)
      return matches && account !== undefined
    },
    mayWatch(login, hearingId) {
      const account = byLogin.get(login)
      return (
        account !== undefined && (account.role === 'technician' || account.accreditations.includes(hearingId))
      )
    },
  }
}
