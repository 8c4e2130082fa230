/** What plays an HLS playlist into an element: hls.js, or the browser itself where it has no Media Source. */
export interface HlsEngine {
  /** Goes on after `network` or `refused` without losing the picture; false where only a new engine can. */
  resume(): boolean
  /** What plays from a pause or a sleep on, plays what is new. */
  toLiveEdge(): void
  /** Ends all loading and empties the element. Idempotent. */
  stop(): void
  /** The wall-clock time of the picture shown, from EXT-X-PROGRAM-DATE-TIME, ms since the epoch. */
  shownAtMs(): number | null
  /** Rate of the media, bit/s. */
  bitrateBps(): number | null
}

export interface HlsEngineOptions {
  video: HTMLVideoElement
  url: string
  /** Bearer of the next request. */
  token: () => Promise<string>
  onTrouble: (trouble: HlsTrouble) => void
  /** Something arrived: earlier trouble is over. */
  onProgress: () => void
}

export type HlsTrouble =
  /** No answer, a server error, or a playlist that is not there yet. */
  | { kind: 'network' }
  /** 401 or 403; the body says why. */
  | { kind: 'refused'; body: string | null }
  /** 409: the hearing is off the air, or the journalist watches it elsewhere; the body says which. */
  | { kind: 'not_now'; body: string | null }
  /** What arrived can't be played: only a new engine helps. */
  | { kind: 'media' }
