import { ApiError, isFinal } from './api-error.ts'
import type { HearingToken } from './client.ts'

/** Renewed when this share of its life is over. */
const renewAfterShare = 2 / 3

export interface HearingTokens {
  /**
   * A token that is good now. A `refusedToken` that the server no longer takes is renewed even if it looks good.
   * Rejects with `ApiError`, for good once the server refused for a reason that asking again doesn't change.
   */
  get(refusedToken?: string): Promise<HearingToken>
  /** The token at hand while it needs no renewal. */
  ready(): HearingToken | null
}

export interface HearingTokensOptions {
  fetchToken: () => Promise<HearingToken>
  nowMs: () => number
}

/** The tokens of one viewing of one hearing: renewed before their end, by one request at a time. */
export function createHearingTokens({ fetchToken, nowMs }: HearingTokensOptions): HearingTokens {
  let current: HearingToken | null = null
  let inFlight: Promise<HearingToken> | null = null
  let final: ApiError | null = null

  async function renew(): Promise<HearingToken> {
    try {
      current = await fetchToken()
      return current
    } catch (error) {
      if (error instanceof ApiError && isFinal(error.code)) final = error
      throw error
    } finally {
      inFlight = null
    }
  }

  function renewOnce(): Promise<HearingToken> {
    inFlight ??= renew()
    return inFlight
  }

  function ready(): HearingToken | null {
    if (current === null || final !== null) return null
    const { issuedAtMs, expiresAtMs } = current
    return nowMs() < issuedAtMs + (expiresAtMs - issuedAtMs) * renewAfterShare ? current : null
  }

  return {
    ready,
    async get(refusedToken) {
      if (final !== null) throw final
      if (current === null || current.token === refusedToken) return renewOnce()
      const good = ready()
      if (good !== null) return good
      if (nowMs() >= current.expiresAtMs) return renewOnce()
      const held = current
      try {
        return await renewOnce()
      } catch (error) {
        // The token at hand outlives a server that is restarting, not a refusal.
        if (error instanceof ApiError && isFinal(error.code)) throw error
        return held
      }
    },
  }
}
