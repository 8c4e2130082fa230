import { createHmac, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto'

/** What a forger has to go on: one good token's making. */
export interface Forgery {
  kid: string
  privateKey: KeyObject
  /** As anybody finds it at `/.well-known/jwks.json`, in PEM. */
  publicPem: string
  issuer: string
  hearingId: string
  otherHearingId: string
  /** Of a journalist who may watch `hearingId`. */
  subjectId: string
  /** Of one who may watch nothing. */
  strangerId: string
  nowMs: number
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

function es256(header: object, claims: object, key: KeyObject): string {
  const input = `${part(header)}.${part(claims)}`
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })
  return `${input}.${signature.toString('base64url')}`
}

/** Made by hand, so that what the gate's own library would not make is there too. */
export function makeToken(forgery: Forgery, changed: object = {}, headerChanged: object = {}): string {
  const { kid, privateKey, issuer, hearingId, subjectId } = forgery
  const nowS = Math.floor(forgery.nowMs / 1000)
  const claims = {
    iss: issuer,
    aud: hearingId,
    sub: subjectId,
    role: 'journalist',
    jti: randomUUID(),
    iat: nowS,
    nbf: nowS,
    exp: nowS + 600,
  }
  return es256({ alg: 'ES256', typ: 'JWT', kid, ...headerChanged }, { ...claims, ...changed }, privateKey)
}

const refused = (name: string, token: string | undefined) => ({ name, token, code: 'refused' })

/** Every way a token can be bad, with the code that it must be answered with. */
export function badTokens(forgery: Forgery): { name: string; token: string | undefined; code: string }[] {
  const { kid, publicPem, otherHearingId, strangerId, nowMs } = forgery
  const nowS = Math.floor(nowMs / 1000)
  const good = makeToken(forgery)
  const [header = '', claims = '', signature = ''] = good.split('.')
  const hs256Input = `${part({ alg: 'HS256', typ: 'JWT', kid })}.${claims}`
  const hs256 = createHmac('sha256', publicPem).update(hs256Input).digest('base64url')
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const flipped = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)
  const ended = { iat: nowS - 700, nbf: nowS - 700, exp: nowS - 100 }

  return [
    refused('none', undefined),
    refused('empty', ''),
    refused('no token at all', 'hello'),
    refused('a signature of which one bit is flipped', `${header}.${claims}.${flipped}`),
    refused('claims changed under the signature', `${header}.${part({ aud: otherHearingId })}.${signature}`),
    refused('no signature', `${header}.${claims}.`),
    refused("another hearing's", makeToken(forgery, { aud: otherHearingId })),
    refused('for several hearings at once', makeToken(forgery, { aud: [forgery.hearingId, otherHearingId] })),
    refused('alg none', `${part({ alg: 'none', typ: 'JWT', kid })}.${claims}.`),
    refused(
      'alg none with the good signature',
      `${part({ alg: 'none', typ: 'JWT', kid })}.${claims}.${signature}`,
    ),
    refused('HS256 signed with the public key', `${hs256Input}.${hs256}`),
    refused(
      'signed with another key under our kid',
      makeToken({ ...forgery, privateKey: stranger.privateKey }),
    ),
    refused('an unknown kid', makeToken(forgery, {}, { kid: 'unknown' })),
    refused('no kid', makeToken(forgery, {}, { kid: undefined })),
    refused(
      'bringing its own key',
      makeToken(
        { ...forgery, privateKey: stranger.privateKey },
        {},
        { jwk: stranger.publicKey.export({ format: 'jwk' }) },
      ),
    ),
    refused('another issuer', makeToken(forgery, { iss: 'somebody-else' })),
    refused('no issuer', makeToken(forgery, { iss: undefined })),
    refused('not good yet', makeToken(forgery, { nbf: nowS + 60 })),
    refused('without an end', makeToken(forgery, { exp: undefined })),
    refused('good for longer than we make them', makeToken(forgery, { exp: nowS + 3600 })),
    refused('an account that does not exist', makeToken(forgery, { sub: 'nobody' })),
    refused('an account without the right', makeToken(forgery, { sub: strangerId })),
    refused('a role that the account does not have', makeToken(forgery, { role: 'technician' })),
    refused("another hearing's that has ended", makeToken(forgery, { aud: otherHearingId, ...ended })),
    refused('ended, of an account without the right', makeToken(forgery, { sub: strangerId, ...ended })),
    { name: 'ended', token: makeToken(forgery, ended), code: 'token_expired' },
  ]
}
