import type { MediaPath } from './gate.ts'

/**
 * Tokens that are good by their signature and have been taken away before their end: of viewings that were put out. In memory, since
 * no token lasts longer than ten minutes, and rights, which the store keeps, are asked beside it.
 */
export interface TokenBars {
  /** `hls`: it may still attend, and so take the viewing back, but gets no media by HLS meanwhile. */
  bar(token: { tokenId: string; expiresAtMs: number }, what: 'all' | 'hls'): void
  lift(tokenId: string): void
  isBarred(tokenId: string, path: MediaPath): boolean
}

export function createTokenBars(nowMs: () => number): TokenBars {
  const barred = new Map<string, { what: 'all' | 'hls'; untilMs: number }>()
  return {
    bar({ tokenId, expiresAtMs }, what) {
      for (const [id, { untilMs }] of barred) if (untilMs <= nowMs()) barred.delete(id)
      if (barred.get(tokenId)?.what !== 'all') barred.set(tokenId, { what, untilMs: expiresAtMs })
    },
    lift(tokenId) {
      if (barred.get(tokenId)?.what === 'hls') barred.delete(tokenId)
    },
    isBarred(tokenId, path) {
      const what = barred.get(tokenId)?.what
      return what === 'all' || (what === 'hls' && path.startsWith('hls'))
    },
  }
}
