import { readFile, writeFile } from 'node:fs/promises'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'

/** A private key, as age's own tools keep it: lines of comment, and `AGE-SECRET-KEY-1…`. */
export interface SealIdentity {
  secret: string
  /** The public key that belongs to it. */
  recipient: string
}

/** Makes a pair and writes the private key to a new file that only its owner can read; returns the public key. */
export async function writeNewIdentity(path: string, nowMs: number): Promise<string> {
  const secret = await generateX25519Identity()
  const recipient = await identityToRecipient(secret)
  const text = `# created: ${new Date(nowMs).toISOString()}\n# public key: ${recipient}\n${secret}\n`
  // Never over a file that is there: it may be the only key to what was sealed.
  await writeFile(path, text, { flag: 'wx', mode: 0o600 })
  return recipient
}

/** The private keys in a file; throws for a line that is none, without saying what is in it. */
export async function readIdentities(path: string): Promise<SealIdentity[]> {
  const lines = (await readFile(path, 'utf8')).split(/\r?\n/).map((line) => line.trim())
  const identities: SealIdentity[] = []
  for (const [i, secret] of lines.entries()) {
    if (secret === '' || secret.startsWith('#')) continue
    const recipient = await identityToRecipient(secret).catch(() => null)
    if (recipient === null) throw new TypeError(`line ${i + 1} of ${path} is no private key of age`)
    identities.push({ secret, recipient })
  }
  return identities
}
