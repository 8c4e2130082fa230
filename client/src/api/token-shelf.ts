import { ApiError, isFinal } from './api-error.ts'
import type { HearingToken } from './client.ts'
import { createHearingTokens, type HearingTokens } from './hearing-tokens.ts'

/** Tokens fetched ahead, so that whoever chooses a hearing need not wait for one. Belongs to one person's session. */
export interface TokenShelf {
  /** Of the hearings listed, in their order, the first few are had ready and kept good; others are let go of. */
  stock(hearingIds: readonly string[]): void
  /** Somebody is about to choose this one. A failure is silent: the viewing asks again, and is told. */
  want(hearingId: string): void
  /** A token that is good now, as `HearingTokens.get` does it. */
  get(hearingId: string, refusedToken?: string): Promise<HearingToken>
  /** What is good now, without asking. */
  ready(hearingId: string): HearingToken | null
  /** The tokens of a viewing that begins, which are no longer the shelf's: never ones that were refused before. */
  take(hearingId: string): HearingTokens
}

export interface TokenShelfOptions {
  fetchToken: (hearingId: string) => Promise<HearingToken>
  nowMs: () => number
}

/** Having one ready for every hearing of a long list would be a burst of requests that are mostly for nothing. */
const stockedHearings = 4

export function createTokenShelf({ fetchToken, nowMs }: TokenShelfOptions): TokenShelf {
  const shelf = new Map<string, { tokens: HearingTokens; refused: boolean }>()
  const create = (hearingId: string): HearingTokens =>
    createHearingTokens({ fetchToken: () => fetchToken(hearingId), nowMs })

  const get = async (hearingId: string, refusedToken?: string): Promise<HearingToken> => {
    const held = shelf.get(hearingId) ?? { tokens: create(hearingId), refused: false }
    shelf.set(hearingId, held)
    try {
      return await held.tokens.get(refusedToken)
    } catch (error) {
      held.refused ||= error instanceof ApiError && isFinal(error.code)
      throw error
    }
  }
  const keepGood = (hearingId: string): void => {
    get(hearingId).catch(() => undefined)
  }

  return {
    stock(hearingIds) {
      const listed = new Set(hearingIds)
      for (const hearingId of shelf.keys()) if (!listed.has(hearingId)) shelf.delete(hearingId)
      for (const hearingId of new Set([...hearingIds.slice(0, stockedHearings), ...shelf.keys()]))
        keepGood(hearingId)
    },
    want: keepGood,
    get,
    ready: (hearingId) => shelf.get(hearingId)?.tokens.ready() ?? null,
    take(hearingId) {
      const held = shelf.get(hearingId)
      shelf.delete(hearingId)
      return held === undefined || held.refused ? create(hearingId) : held.tokens
    },
  }
}
