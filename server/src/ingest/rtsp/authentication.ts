import { createHash, randomBytes } from 'node:crypto'

export interface RtspCredentials {
  username: string
  password: string
}

/** What a 401 asks for (RFC 7617, RFC 2617, RFC 7616). */
export type Challenge = { scheme: 'basic'; realm: string } | DigestChallenge

export interface DigestChallenge {
  scheme: 'digest'
  realm: string
  nonce: string
  opaque: string | null
  algorithm: DigestAlgorithm
  /** As the server wrote it; echoed only when it wrote one, since RFC 2069 servers know no such parameter. */
  algorithmName: string | null
  qopAuth: boolean
  /** The nonce is only out of date; the password was not refused. */
  stale: boolean
}

export interface DigestAlgorithm {
  hash: 'md5' | 'sha256' | 'sha512-256'
  session: boolean
}

const algorithms = new Map<string, DigestAlgorithm>([
  ['md5', { hash: 'md5', session: false }],
  ['md5-sess', { hash: 'md5', session: true }],
  ['sha-256', { hash: 'sha256', session: false }],
  ['sha-256-sess', { hash: 'sha256', session: true }],
  ['sha-512-256', { hash: 'sha512-256', session: false }],
  ['sha-512-256-sess', { hash: 'sha512-256', session: true }],
])

const strength = { md5: 1, sha256: 2, 'sha512-256': 3 } as const

/** The strongest challenge that we can answer, or null. Takes the values of all `WWW-Authenticate` headers. */
export function chooseChallenge(values: readonly string[]): Challenge | null {
  const challenges = values.flatMap(parseChallenges)
  const rank = (challenge: Challenge): number =>
    challenge.scheme === 'basic' ? 0 : strength[challenge.algorithm.hash]
  return challenges.toSorted((a, b) => rank(b) - rank(a))[0] ?? null
}

/** Answers a challenge for any number of requests: counts the nonce's uses as RFC 7616 wants. */
export class Authorizer {
  readonly #challenge: Challenge
  readonly #credentials: RtspCredentials
  readonly #clientNonce: string
  #nonceCount = 0

  /** `clientNonce` is random unless a test vector fixes it. */
  constructor(
    challenge: Challenge,
    credentials: RtspCredentials,
    clientNonce = randomBytes(12).toString('hex'),
  ) {
    this.#challenge = challenge
    this.#credentials = credentials
    this.#clientNonce = clientNonce
  }

  /** The `Authorization` header's value for one request. */
  header(method: string, uri: string): string {
    const challenge = this.#challenge
    if (challenge.scheme === 'basic') {
      const { username, password } = this.#credentials
      return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
    }
    return this.#digest(challenge, method, uri)
  }

  #digest(challenge: DigestChallenge, method: string, uri: string): string {
    const { realm, nonce, algorithm } = challenge
    const { username, password } = this.#credentials
    const hash = (text: string): string => createHash(algorithm.hash).update(text, 'utf8').digest('hex')
    const count = (++this.#nonceCount).toString(16).padStart(8, '0')
    const plain = hash(`${username}:${realm}:${password}`)
    const secret = algorithm.session ? hash(`${plain}:${nonce}:${this.#clientNonce}`) : plain
    const subject = hash(`${method}:${uri}`)
    const response = challenge.qopAuth
      ? hash(`${secret}:${nonce}:${count}:${this.#clientNonce}:auth:${subject}`)
      : hash(`${secret}:${nonce}:${subject}`)

    const fields = [
      `username="${quoted(username)}"`,
      `realm="${quoted(realm)}"`,
      `nonce="${quoted(nonce)}"`,
      `uri="${quoted(uri)}"`,
      `response="${response}"`,
    ]
    if (challenge.algorithmName !== null) fields.push(`algorithm=${challenge.algorithmName}`)
    if (challenge.opaque !== null) fields.push(`opaque="${quoted(challenge.opaque)}"`)
    if (challenge.qopAuth || algorithm.session) fields.push(`cnonce="${this.#clientNonce}"`)
    if (challenge.qopAuth) fields.push('qop=auth', `nc=${count}`)
    return `Digest ${fields.join(', ')}`
  }
}

function quoted(value: string): string {
  return value.replaceAll(/["\\]/g, String.raw`\$&`)
}

/** One header may hold several challenges, and its parameters hold commas: it is cut at `scheme name=`. */
function parseChallenges(value: string): Challenge[] {
  const starts = [...value.matchAll(/(?:^|,\s*)(basic|digest)\s+(?=\w+\s*=)/gi)]
  return starts.flatMap((start, i): Challenge[] => {
    const from = start.index + start[0].length
    const parameters = parseParameters(value.slice(from, starts[i + 1]?.index ?? value.length))
    const realm = parameters.get('realm') ?? ''
    if (start[1]?.toLowerCase() === 'basic') return [{ scheme: 'basic', realm }]
    const nonce = parameters.get('nonce')
    const algorithmName = parameters.get('algorithm') ?? null
    const algorithm = algorithms.get((algorithmName ?? 'MD5').toLowerCase())
    const qop = parameters.get('qop')
    const offers = qop?.split(',').map((offer) => offer.trim().toLowerCase())
    // `auth-int` alone needs bodies hashed, which no RTSP camera asks for.
    if (nonce === undefined || !algorithm || (offers && !offers.includes('auth'))) return []
    return [
      {
        scheme: 'digest',
        realm,
        nonce,
        opaque: parameters.get('opaque') ?? null,
        algorithm,
        algorithmName: algorithmName !== null && /^[\w-]+$/.test(algorithmName) ? algorithmName : null,
        qopAuth: offers !== undefined,
        stale: parameters.get('stale')?.toLowerCase() === 'true',
      },
    ]
  })
}

function parseParameters(text: string): Map<string, string> {
  const parameters = new Map<string, string>()
  for (const match of text.matchAll(/(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g)) {
    const value = match[2] === undefined ? (match[3] ?? '') : match[2].replaceAll(/\\(.)/g, '$1')
    parameters.set((match[1] ?? '').toLowerCase(), value)
  }
  return parameters
}
