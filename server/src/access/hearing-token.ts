import { randomUUID } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { z } from 'zod'
import { DomainError } from '../protocol/errors.ts'
import { identifier, role, type Role } from '../protocol/identifiers.ts'
import type { Admission } from './gate.ts'
import type { KeyRing } from './key-ring.ts'

const longestLifetimeS = 600
/** A few kB each: more tokens than one server has viewers. */
const rememberedMax = 10_000

const claims = z.object({
  iss: z.string(),
  aud: identifier,
  sub: z.string().min(1),
  role,
  jti: z.string().min(1),
  sid: z.string().min(1).max(64).optional(),
  iat: z.int(),
  nbf: z.int(),
  exp: z.int(),
})

const header = z.object({ alg: z.literal('ES256'), kid: z.string() })

export interface HearingTokens {
  /** `sessionId`: the sign-in that it is given out under. */
  issue(
    hearingId: string,
    subjectId: string,
    role: Role,
    sessionId?: string,
  ): { token: string; expiresAtMs: number }
  /**
   * What a token says, whoever it is for; its end is the caller's to judge, who first asks whether it was good at
   * all. Throws DomainError `refused`.
   */
  verify(token: string): Admission
}

export interface HearingTokenOptions {
  keys: KeyRing
  issuer: string
  lifetimeS: number
  nowMs: () => number
}

/** Hearing tokens: JSON Web Tokens (RFC 7519) signed with ES256 and nothing else. */
export function createHearingTokens({ keys, issuer, lifetimeS, nowMs }: HearingTokenOptions): HearingTokens {
  // A viewer's player shows the same token once or twice a second for minutes: its signature is looked at once.
  const verified = new Map<string, { kid: string; admission: Admission }>()
  const remember = (token: string, kid: string, admission: Admission): void => {
    const [oldest] = verified.keys()
    if (verified.size >= rememberedMax && oldest !== undefined) verified.delete(oldest)
    verified.set(token, { kid, admission })
  }
  return {
    issue(hearingId, subjectId, roleOfSubject, sessionId) {
      const { kid, privateKey } = keys.signing()
      const iat = Math.floor(nowMs() / 1000)
      const exp = iat + Math.min(lifetimeS, longestLifetimeS)
      const payload = {
        iss: issuer,
        aud: hearingId,
        sub: subjectId,
        role: roleOfSubject,
        jti: randomUUID(),
        ...(sessionId === undefined ? {} : { sid: sessionId }),
        iat,
        nbf: iat,
        exp,
      }
      return {
        token: jwt.sign(payload, privateKey, { algorithm: 'ES256', keyid: kid }),
        expiresAtMs: exp * 1000,
      }
    },

    verify(token) {
      const known = verified.get(token)
      // A key may have been taken away since.
      if (known !== undefined && keys.verifying(known.kid) !== undefined) return known.admission
      verified.delete(token)
      try {
        const { kid } = header.parse(jwt.decode(token, { complete: true })?.header)
        const key = keys.verifying(kid)
        if (key === undefined) throw new DomainError('refused', 'signed with a key that is not ours')
        const payload = jwt.verify(token, key, {
          algorithms: ['ES256'],
          issuer,
          clockTimestamp: Math.floor(nowMs() / 1000),
          ignoreExpiration: true,
        })
        const { aud, sub, role: roleOfSubject, jti, sid, iat, exp } = claims.parse(payload)
        if (exp - iat > longestLifetimeS)
          throw new DomainError('refused', 'made to last longer than we make them')
        const expiresAtMs = exp * 1000
        const admission: Admission = {
          hearingId: aud,
          subjectId: sub,
          role: roleOfSubject,
          sessionId: sid,
          tokenId: jti,
          expiresAtMs,
        }
        remember(token, kid, admission)
        return admission
      } catch (cause) {
        if (cause instanceof DomainError) throw cause
        throw new DomainError('refused', 'not a hearing token of ours', { cause })
      }
    },
  }
}
