import { hash, verify } from '@node-rs/argon2'
import { randomBytes } from 'node:crypto'
import { DomainError } from '../protocol/errors.ts'
import { newPassword } from '../protocol/account.ts'

/** Keyboards and systems spell й and ё in two ways (NIST SP 800-63B, 5.1.1.2). */
const inOneSpelling = (password: string): string => password.normalize('NFKC')

/** argon2id; the library's costs are those that OWASP recommends (19 MiB, 2 passes). */
export const hashPassword = (password: string): Promise<string> => hash(inOneSpelling(password))

/** Throws DomainError `bad_request` for a password that must not be chosen for this login. */
export function checkNewPassword(login: string, password: string): void {
  const plain = inOneSpelling(password).toLowerCase()
  const isOneCharacter = new Set(plain).size < 3
  if (!newPassword.safeParse(password).success || plain === login.toLowerCase() || isOneCharacter) {
    throw new DomainError('bad_request', 'a password that can not be taken')
  }
}

/** Whether the password is the one of the hash. Takes the same time where there is no hash, and is false then. */
export type CheckPassword = (passwordHash: string | null, password: string) => Promise<boolean>

export async function createCheckPassword(): Promise<CheckPassword> {
  const nobodysHash = await hashPassword(randomBytes(32).toString('base64url'))
  return async (passwordHash, password) => {
    const matches = await verify(passwordHash ?? nobodysHash, inOneSpelling(password))
    return matches && passwordHash !== null
  }
}
