import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { PasskeyAddRequest, PasskeySignInRequest } from '../../protocol/account.ts'

/** What a browser and its authenticator do together (WebAuthn 3, 6.3), with one ES256 key. */
export interface SoftwareAuthenticator {
  create(options: { challenge: string; user: { id: string } }): PasskeyAddRequest['response']
  get(options: { challenge: string }): PasskeySignInRequest['response']
  /** Without a finger or a PIN. */
  userVerified: boolean
  counter: number
}

const base64url = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64url')
const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest()
const byteString = (bytes: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([0x58 + (bytes.length > 255 ? 1 : 0)]), lengthOf(bytes), bytes])
const lengthOf = ({ length }: Uint8Array): Buffer =>
  length > 255 ? Buffer.from([length >> 8, length & 255]) : Buffer.from([length])
const textString = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)])

export function createSoftwareAuthenticator(origin: string): SoftwareAuthenticator {
  const id = randomBytes(32)
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x, y } = z.object({ x: z.string(), y: z.string() }).parse(publicKey.export({ format: 'jwk' }))
  // COSE (RFC 9052): {1: EC2, 3: ES256, -1: P-256, -2: x, -3: y}
  const coseKey = Buffer.concat([
    Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21]),
    byteString(Buffer.from(x, 'base64url')),
    Buffer.from([0x22]),
    byteString(Buffer.from(y, 'base64url')),
  ])
  let userHandle = ''
  const clientData = (type: string, challenge: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }))
  const authenticatorData = (flags: number, attested: Buffer): Buffer => {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(authenticator.counter)
    const verified = authenticator.userVerified ? 0x04 : 0
    const rpId = new URL(origin).hostname
    return Buffer.concat([sha256(rpId), Buffer.from([flags | 0x01 | verified]), counter, attested])
  }
  const fields = { id: base64url(id), rawId: base64url(id), type: 'public-key' } as const

  const authenticator: SoftwareAuthenticator = {
    userVerified: true,
    counter: 0,
    create({ challenge, user }) {
      userHandle = user.id
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, coseKey])
      const attestationObject = Buffer.concat([
        Buffer.from([0xa3]),
        textString('fmt'),
        textString('none'),
        textString('attStmt'),
        Buffer.from([0xa0]),
        textString('authData'),
        byteString(authenticatorData(0x40, attested)),
      ])
      return {
        ...fields,
        response: {
          clientDataJSON: base64url(clientData('webauthn.create', challenge)),
          attestationObject: base64url(attestationObject),
          transports: ['internal'],
        },
      }
    },
    get({ challenge }) {
      const data = authenticatorData(0, Buffer.alloc(0))
      const client = clientData('webauthn.get', challenge)
      const signature = createSign('sha256')
        .update(Buffer.concat([data, sha256(client)]))
        .sign(privateKey)
      return {
        ...fields,
        response: {
          clientDataJSON: base64url(client),
          authenticatorData: base64url(data),
          signature: base64url(signature),
          userHandle,
        },
      }
    },
  }
  return authenticator
}
