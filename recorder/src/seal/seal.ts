import { Encrypter } from 'age-encryption'

/** Encrypts to a court's public key. What it has encrypted it can't read again; only the private key, kept elsewhere, can. */
export interface Seal {
  /** The age recipient, `age1…`. */
  readonly recipient: string
  /** A whole file in the age format (age-encryption.org/v1): X25519, then ChaCha20-Poly1305. */
  encrypt(bytes: Buffer): Promise<Buffer>
}

/** An X25519 recipient of age, by its form; `createSeal` also checks its checksum. */
const recipientForm = /^age1[02-9ac-hj-np-z]{58}$/

/** Throws for what is no X25519 recipient. */
export function createSeal(recipient: string): Seal {
  if (!recipientForm.test(recipient)) throw new TypeError('no age recipient of the kind X25519')
  const encrypter = new Encrypter()
  encrypter.addRecipient(recipient)
  return { recipient, encrypt: async (bytes) => Buffer.from(await encrypter.encrypt(bytes)) }
}

export function isSealRecipient(recipient: string): boolean {
  try {
    createSeal(recipient)
    return true
  } catch {
    // A wrong checksum: the library's reason says no more.
    return false
  }
}
