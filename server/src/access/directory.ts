import * as openid from 'openid-client'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { AuditLog } from '../audit/audit-log.ts'
import { DomainError } from '../protocol/errors.ts'
import type { Database } from '../store/open-store.ts'
import type { People } from './people.ts'
import type { Person } from './person-records.ts'
import { openSecret, sealSecret } from './sealed-secret.ts'
import type { Browser, Sessions } from './sessions.ts'
import type { SignedInNow } from './sign-in.ts'

export interface DirectorySettings {
  /** `https://…`, as the directory names itself. */
  issuer: string
  clientId: string
  clientSecret: string
}

/**
 * Signing in by the court's own directory (OpenID Connect Core 1.0, authorization code flow with PKCE). It lets in only whom this
 * installation knows already: the login is the directory's `sub`, or the address is one that the directory has verified. What
 * further factors it asks for is the directory's to say.
 */
export interface Directory {
  /** Where to send the browser, and what to give it to bring back; good for ten minutes. Throws `internal` where it does not answer. */
  begin(origin: string): Promise<{ address: string; sealed: string; endsAtMs: number }>
  /** `query` is what the browser came back with, such as `?code=…`. Throws `wrong_login` for whatever is wrong with it. */
  finish(query: string, sealed: string | undefined, browser: Browser): Promise<SignedInNow>
}

export interface DirectoryOptions {
  settings: DirectorySettings
  database: Database
  audit: AuditLog
  people: Pick<People, 'findByLogin' | 'findByEmail'>
  sessions: Pick<Sessions, 'beginIn'>
  sealingKey: Buffer
  nowMs: () => number
  log: Logger
}

export const callbackPath = '/api/session/oidc/callback'

const scope = 'openid profile email'
const answerTimeoutS = 10
const underWayMs = 600_000

/** What the browser carries, sealed, from here to the directory and back. */
const underWay = z.strictObject({
  purpose: z.literal('directory sign-in'),
  origin: z.string(),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  endsAtMs: z.number(),
})
type UnderWay = z.infer<typeof underWay>

const claimed = z.object({
  email: z.string().optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
})

export function createDirectory(options: DirectoryOptions): Directory {
  const { settings, database, audit, people, sessions, sealingKey, nowMs, log } = options
  let discovered: Promise<openid.Configuration> | null = null

  const configuration = async (): Promise<openid.Configuration> => {
    discovered ??= discover(settings)
    try {
      return await discovered
    } catch (cause) {
      // Asked again by the next one who comes.
      discovered = null
      log.error({ err: cause }, 'the directory does not answer')
      throw new DomainError('internal', 'the directory does not answer', { cause })
    }
  }

  const opened = (sealed: string): UnderWay => {
    const parsed = underWay.parse(JSON.parse(openSecret(sealingKey, sealed)))
    if (parsed.endsAtMs <= nowMs()) throw new DomainError('wrong_login', 'took too long')
    return parsed
  }

  /** Whom the directory says that it is. */
  const subjectOf = async (query: string, sealed: string) => {
    const { origin, state, nonce, verifier } = opened(sealed)
    const config = await configuration()
    const tokens = await openid.authorizationCodeGrant(config, new URL(`${origin}${callbackPath}${query}`), {
      expectedState: state,
      expectedNonce: nonce,
      pkceCodeVerifier: verifier,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (claims === undefined) throw new DomainError('wrong_login', 'no ID token')
    const facts = claimed.parse(claims)
    const hasMore = config.serverMetadata().userinfo_endpoint !== undefined
    const { email, email_verified } =
      facts.email === undefined && hasMore
        ? claimed.parse(await openid.fetchUserInfo(config, tokens.access_token, claims.sub))
        : facts
    return { sub: claims.sub, verifiedEmail: email_verified === true ? email : undefined }
  }

  const personOf = async (sub: string, verifiedEmail: string | undefined): Promise<Person | undefined> =>
    (await people.findByLogin(sub)) ??
    (verifiedEmail === undefined ? undefined : await people.findByEmail(verifiedEmail))

  return {
    async begin(origin) {
      const config = await configuration()
      const way: UnderWay = {
        purpose: 'directory sign-in',
        origin,
        state: openid.randomState(),
        nonce: openid.randomNonce(),
        verifier: openid.randomPKCECodeVerifier(),
        endsAtMs: Math.floor(nowMs()) + underWayMs,
      }
      const address = openid.buildAuthorizationUrl(config, {
        redirect_uri: `${origin}${callbackPath}`,
        scope,
        state: way.state,
        nonce: way.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(way.verifier),
        code_challenge_method: 'S256',
      })
      const sealed = sealSecret(sealingKey, JSON.stringify(way))
      return { address: address.href, sealed, endsAtMs: way.endsAtMs }
    },
    async finish(query, sealed, browser) {
      if (sealed === undefined) throw new DomainError('wrong_login', 'this browser did not begin')
      const { sub, verifiedEmail } = await subjectOf(query, sealed).catch((error: unknown) => {
        // A directory's error can hold what it was sent.
        const name = error instanceof Error ? error.name : 'unknown'
        const code = error instanceof Error && 'code' in error ? String(error.code) : ''
        log.warn({ name, code, address: browser.address }, 'sign-in by the directory failed')
        throw new DomainError('wrong_login', 'not a good answer of the directory')
      })
      const person = await personOf(sub, verifiedEmail)
      const begun = await database.transaction().execute(async (write) => {
        if (person !== undefined) return sessions.beginIn(write, person.personId, 'directory', browser)
        await audit.append(write, { kind: 'session.failed', actorId: null, data: { by: 'directory' } })
        return null
      })
      if (person === undefined || begun === null) {
        throw new DomainError('wrong_login', 'the directory knows somebody whom we do not')
      }
      log.info({ personId: person.personId, address: browser.address }, 'signed in by the directory')
      return { ...begun, person }
    },
  }
}

/** Only on this machine may a directory be asked without TLS. */
async function discover({
  issuer,
  clientId,
  clientSecret,
}: DirectorySettings): Promise<openid.Configuration> {
  const server = new URL(issuer)
  const plain = server.protocol === 'http:'
  const config = await openid.discovery(server, clientId, undefined, openid.ClientSecretBasic(clientSecret), {
    timeout: answerTimeoutS,
    // Marked so that nobody opens the network to it by mistake; the settings take `http:` for loopback only.
    // oxlint-disable-next-line typescript/no-deprecated
    execute: plain ? [openid.allowInsecureRequests] : [],
  })
  // The ID token's signature is verified as well, not only the line that it came over.
  openid.enableNonRepudiationChecks(config)
  return config
}
