import type { FeedStatus } from '@press-gallery/server/protocol/feed'

/** What there is to say about the sound: each has words under `sound` in the resources. */
export type SoundState = 'off' | 'heard' | 'silent' | 'missing' | 'waiting' | 'unmeasured'

export interface SoundFacts {
  /** Sound is turned on here, and not down to nothing. */
  audible: boolean
  /** The media is playing. */
  playing: boolean
  feed: FeedStatus | null
  /** This browser lets the page measure what it plays. */
  measured: boolean
  /** Since sound was last measured above the threshold, or since measuring began; ms. */
  quietForMs: number
}

/** A courtroom that has been quiet for this long, ms, is called silent; shorter are pauses in speech. */
export const silentAfterMs = 5000
/** Below it is silence, dBFS. Room tone of a live microphone lies above. */
export const silenceDbfs = -65

export function soundState(facts: SoundFacts): SoundState {
  const { feed } = facts
  if (feed !== null && feed.state === 'live' && (feed.audio === null || feed.fault === 'no_audio')) {
    return 'missing'
  }
  if (!facts.audible) return 'off'
  if (!facts.playing) return 'waiting'
  if (!facts.measured) return 'unmeasured'
  return facts.quietForMs >= silentAfterMs ? 'silent' : 'heard'
}
