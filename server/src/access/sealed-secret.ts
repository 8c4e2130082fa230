import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DomainError } from '../protocol/errors.ts'

/**
 * Secrets that must be given to others in clear, such as a camera's password, stand sealed in the court file:
 * AES-256-GCM with a key that only this installation has. `sealed:1:` + base64url of nonce (12), tag (16), text.
 */
const prefix = 'sealed:1:'
const nonceBytes = 12
const tagBytes = 16

export const isSealed = (text: string): boolean => text.startsWith(prefix)

export function sealSecret(key: Buffer, secret: string): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return prefix + Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')
}

/** Throws DomainError `bad_request` where the text was not sealed with this key, or was changed since. */
export function openSecret(key: Buffer, sealed: string): string {
  const bytes = Buffer.from(sealed.slice(prefix.length), 'base64url')
  if (!isSealed(sealed) || bytes.length < nonceBytes + tagBytes) {
    throw new DomainError('bad_request', 'not a sealed secret')
  }
  const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
  decipher.setAuthTag(tag)
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()])
    return text.toString('utf8')
  } catch (cause) {
    throw new DomainError('bad_request', 'sealed with another key, or changed since', { cause })
  }
}

/** The installation's sealing key, made at its first use (mode 0600). */
export function sealingKey(dataDir: string): Buffer {
  const file = join(dataDir, 'keys', 'sealing.key')
  writeOnce(file, randomBytes(32).toString('base64url'))
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url')
  if (key.length !== 32) throw new DomainError('internal', `${file} holds no key of 32 bytes`)
  return key
}

/** Writes a private file unless it is there; whole or not at all, also when two processes start at once. */
export function writeOnce(file: string, content: string): void {
  if (existsSync(file)) return
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.${process.pid}.tmp`
  writeFileSync(draft, content, { mode: 0o600, flush: true })
  try {
    linkSync(draft, file)
  } catch (error) {
    // Another process was first; its file is the one.
    if (!existsSync(file)) throw error
  } finally {
    rmSync(draft, { force: true })
  }
}
