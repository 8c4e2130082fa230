import {
  bridgeMs,
  giveUpMs,
  lostPictureMs,
  steadyMs,
  tryAirAfterMs,
  type ChooserEvent,
  type PathPreference,
} from './path-chooser.ts'
import type { PlaybackPath, PlaybackState } from './playback.ts'

type Ended = Extract<PlaybackState, { kind: 'ended' }>

/** What a story tells: at a time, an event or what a path's present run says. Times in ms from the start. */
export type Step =
  | readonly [
      atMs: number,
      event: Exclude<ChooserEvent['kind'], 'playback' | 'prefer' | 'feed' | 'air' | 'hidden'>,
    ]
  | readonly [atMs: number, path: PlaybackPath, says: Exclude<PlaybackState['kind'], 'ended'>]
  | readonly [atMs: number, path: PlaybackPath, ended: Ended]
  | readonly [atMs: number, event: ChooserEvent]

export const refused: Ended = { kind: 'ended', code: 'refused' }
const offAir: Ended = { kind: 'ended', code: 'not_on_air' }
const expired: Ended = { kind: 'ended', code: 'token_expired' }
const cannotReceive: Ended = { kind: 'ended', code: 'cannot_receive' }
export const unavailable: Ended = { kind: 'ended', code: 'sfu_unavailable' }

/** What happened to a viewer, and what must be the outcome. */
export interface Story {
  name: string
  preference?: PathPreference
  steps: readonly Step[]
  expected: string
}

export const stories: Story[] = [
  { name: 'WebRTC is tried first, alone', steps: [[0, 'tick']], expected: 'webrtc runs, webrtc shown' },
  {
    name: 'WebRTC that plays in time stays alone',
    steps: [
      [300, 'webrtc', 'playing'],
      [20_000, 'tick'],
    ],
    expected: 'webrtc runs, webrtc shown',
  },
  {
    name: 'just before 4 s without media, HLS is not asked',
    steps: [[3999, 'tick']],
    expected: 'webrtc runs, webrtc shown',
  },
  {
    name: 'no media in 4 s starts HLS beside WebRTC',
    steps: [[4000, 'tick']],
    expected: 'webrtc+hls runs, webrtc shown',
  },
  {
    name: 'HLS is shown once it plays',
    steps: [[4900, 'hls', 'playing']],
    expected: 'webrtc+hls runs, hls shown',
  },
  {
    name: 'WebRTC that comes late is not shown before it is steady',
    steps: [
      [5000, 'hls', 'playing'],
      [6000, 'webrtc', 'playing'],
      [6000 + steadyMs - 1, 'tick'],
    ],
    expected: 'webrtc+hls runs, hls shown',
  },
  {
    name: 'WebRTC that comes late and is steady takes over, and HLS ends',
    steps: [
      [5000, 'hls', 'playing'],
      [6000, 'webrtc', 'playing'],
      [6000 + steadyMs, 'tick'],
    ],
    expected: 'webrtc runs, webrtc shown',
  },
  {
    name: 'WebRTC that never comes is given up, and HLS goes on',
    steps: [
      [5000, 'hls', 'playing'],
      [giveUpMs + 100, 'tick'],
    ],
    expected: 'hls runs, hls shown',
  },
  {
    name: 'given-up WebRTC is tried again in the background',
    steps: [
      [5000, 'hls', 'playing'],
      [giveUpMs + 5100, 'tick'],
    ],
    expected: 'webrtc+hls runs, hls shown',
  },
  {
    name: 'a frozen picture brings HLS',
    steps: [
      [300, 'webrtc', 'playing'],
      [60_000, 'webrtc', 'stalled'],
      [60_000 + lostPictureMs, 'tick'],
      [62_500, 'hls', 'playing'],
    ],
    expected: 'webrtc+hls runs, hls shown',
  },
  {
    name: 'a lost connection brings HLS',
    steps: [
      [300, 'webrtc', 'playing'],
      [60_000, 'webrtc', 'reconnecting'],
      [60_000 + lostPictureMs, 'tick'],
    ],
    expected: 'webrtc+hls runs, webrtc shown',
  },
  {
    name: 'a short stall brings nothing',
    steps: [
      [300, 'webrtc', 'playing'],
      [60_000, 'webrtc', 'stalled'],
      [60_500, 'webrtc', 'playing'],
      [70_000, 'tick'],
    ],
    expected: 'webrtc runs, webrtc shown',
  },
  {
    name: 'a stall of the courtroom itself brings no HLS, which would have no more',
    steps: [
      [300, 'webrtc', 'playing'],
      [60_000, { kind: 'feed', live: false }],
      [60_500, 'webrtc', 'stalled'],
      [90_000, 'tick'],
    ],
    expected: 'webrtc runs, webrtc shown',
  },
  {
    name: 'a stall in a hidden page means nothing',
    steps: [
      [300, 'webrtc', 'playing'],
      [60_000, { kind: 'hidden', hidden: true }],
      [60_500, 'webrtc', 'stalled'],
      [300_000, 'tick'],
    ],
    expected: 'webrtc runs, webrtc shown',
  },
  {
    name: 'back in sight, a stall gets its patience anew',
    steps: [
      [300, 'webrtc', 'playing'],
      [60_000, { kind: 'hidden', hidden: true }],
      [60_500, 'webrtc', 'stalled'],
      [300_000, { kind: 'hidden', hidden: false }],
      [300_000 + lostPictureMs - 1, 'tick'],
    ],
    expected: 'webrtc runs, webrtc shown',
  },
  {
    name: 'a browser that cannot receive gets HLS at once, and WebRTC is not tried again',
    steps: [
      [100, 'webrtc', cannotReceive],
      [200, 'hls', 'playing'],
      [600_000, 'tick'],
    ],
    expected: 'hls runs, hls shown',
  },
  {
    name: 'WebRTC that ends for a passing reason is replaced at once',
    steps: [[100, 'webrtc', unavailable]],
    expected: 'hls runs, webrtc shown',
  },
  {
    name: 'a refusal over WebRTC ends everything',
    steps: [[100, 'webrtc', refused]],
    expected: 'nothing runs, refused shown',
  },
  {
    name: 'a refusal over HLS ends everything',
    steps: [
      [5000, 'hls', 'playing'],
      [9000, 'hls', refused],
    ],
    expected: 'nothing runs, refused shown',
  },
  {
    name: 'what has ended is not tried again by itself, not even on waking',
    steps: [
      [100, 'webrtc', refused],
      [5000, 'wake'],
      [600_000, 'tick'],
    ],
    expected: 'nothing runs, refused shown',
  },
  {
    name: 'the viewer can ask for another try',
    steps: [
      [100, 'webrtc', refused],
      [5000, 'retry'],
    ],
    expected: 'webrtc runs, webrtc shown',
  },
  {
    name: 'a token that ended is renewed once',
    steps: [
      [300, 'webrtc', 'playing'],
      [700_000, 'webrtc', expired],
    ],
    expected: 'webrtc runs, webrtc shown',
  },
  {
    name: 'a token that ends again at once is not renewed: no hammering',
    steps: [
      [300, 'webrtc', 'playing'],
      [700_000, 'webrtc', expired],
      [700_500, 'webrtc', expired],
      [900_000, 'tick'],
    ],
    expected: 'nothing runs, token_expired shown',
  },
  {
    name: 'the viewer wants HLS: WebRTC stays in sight until HLS plays',
    steps: [
      [300, 'webrtc', 'playing'],
      [9000, { kind: 'prefer', preference: 'hls' }],
    ],
    expected: 'webrtc+hls runs, webrtc shown',
  },
  {
    name: 'the viewer wants HLS: WebRTC ends when HLS plays',
    steps: [
      [300, 'webrtc', 'playing'],
      [9000, { kind: 'prefer', preference: 'hls' }],
      [10_000, 'hls', 'playing'],
    ],
    expected: 'hls runs, hls shown',
  },
  {
    name: 'the viewer wants HLS and it does not come: the old picture goes',
    steps: [
      [300, 'webrtc', 'playing'],
      [9000, { kind: 'prefer', preference: 'hls' }],
      [9000 + bridgeMs, 'tick'],
    ],
    expected: 'hls runs, hls shown',
  },
  {
    name: 'HLS wanted from the start',
    preference: 'hls',
    steps: [[60_000, 'tick']],
    expected: 'hls runs, hls shown',
  },
  {
    name: 'WebRTC wanted: it is never replaced by HLS',
    preference: 'webrtc',
    steps: [[12_000, 'tick']],
    expected: 'webrtc runs, webrtc shown',
  },
  {
    name: 'WebRTC wanted where it can not be: that is said',
    preference: 'webrtc',
    steps: [[100, 'webrtc', cannotReceive]],
    expected: 'nothing runs, cannot_receive shown',
  },
  {
    name: 'from where WebRTC can not be, the viewer gets away by choosing',
    preference: 'webrtc',
    steps: [
      [100, 'webrtc', cannotReceive],
      [5000, { kind: 'prefer', preference: 'auto' }],
    ],
    expected: 'hls runs, webrtc shown',
  },
  {
    name: 'a closed session stops both paths at once',
    steps: [
      [5000, 'hls', 'playing'],
      [6000, { kind: 'air', onAir: false }],
      [60_000, 'tick'],
    ],
    expected: 'nothing runs, hls shown',
  },
  {
    name: 'a path that is told of it first stops the other one too',
    steps: [
      [5000, 'hls', 'playing'],
      [6000, 'webrtc', offAir],
    ],
    expected: 'nothing runs, hls shown',
  },
  {
    name: 'a path’s word alone is tried again',
    steps: [
      [300, 'webrtc', 'playing'],
      [6000, 'webrtc', offAir],
      [6000 + tryAirAfterMs, 'tick'],
    ],
    expected: 'webrtc runs, webrtc shown',
  },
  {
    name: 'but not against what was told of the hearing itself',
    steps: [
      [6000, 'webrtc', offAir],
      [6100, { kind: 'air', onAir: false }],
      [60_000, 'wake'],
    ],
    expected: 'nothing runs, webrtc shown',
  },
  {
    name: 'a reopened session plays again at once, whatever failed before',
    steps: [
      [100, 'webrtc', unavailable],
      [200, { kind: 'air', onAir: false }],
      [300, { kind: 'air', onAir: true }],
    ],
    expected: 'webrtc runs, webrtc shown',
  },
]
