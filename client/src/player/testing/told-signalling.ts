import type { AttendAnswer, AttendRequest } from '@press-gallery/server/protocol/attendance'
import type { Joined, SignallingListener } from '../media-signalling.ts'
import type { AttendanceListener, Signalling } from '../signalling.ts'
import type { HearingJoin } from '../webrtc-join.ts'
import type { WebRtcKit } from '../webrtc-kit.ts'
import type { openWebRtcSession, WebRtcSession } from '../webrtc-session.ts'

export const kit: WebRtcKit = {
  device: {
    handlerName: 'Chrome111',
    recvRtpCapabilities: {},
    createRecvTransport: () => {
      throw new Error('no connection in these tests')
    },
  },
  certificate: { expires: Infinity, getFingerprints: () => [] },
  fingerprint: '',
}

const unknown = { sinceMs: 0, nextTryMs: null, video: null, audio: null } as const
export const live = { state: 'live', fault: null, ...unknown } as const
export const reconnecting = { state: 'reconnecting', fault: null, ...unknown } as const

export const answer: Joined = {
  transport: {
    id: 'transport',
    iceParameters: { usernameFragment: '', password: '' },
    iceCandidates: [],
    dtlsParameters: { fingerprints: [] },
  },
  consumers: [],
  catchUp: null,
  feed: reconnecting,
}

/** A way to a server that answers joins when the test says so, and everything else at once. */
export interface ToldSignalling extends Signalling {
  /** What was asked, in order: `join <hearing>`, `stand by for <hearing>`, `start`, `renew <token>`, `attend <hearing>`, `dark <version>`, `stop media`, `leave`. */
  readonly sent: string[]
  /** The tokens that joins were sent with. */
  readonly tokens: string[]
  readonly answers: PromiseWithResolvers<Joined>[]
  readonly listeners: Set<SignallingListener>
  readonly attends: { request: AttendRequest; answer: PromiseWithResolvers<AttendAnswer> }[]
  readonly followers: Set<AttendanceListener>
  /** Answers a join, and waits until that has had its effect. */
  answered: (i?: number) => Promise<void>
}

export function createToldSignalling({ connected = true } = {}): ToldSignalling {
  const sent: string[] = []
  const tokens: string[] = []
  const answers: PromiseWithResolvers<Joined>[] = []
  const listeners = new Set<SignallingListener>()
  const attends: ToldSignalling['attends'] = []
  const followers = new Set<AttendanceListener>()
  return {
    attends,
    followers,
    sent,
    tokens,
    answers,
    listeners,
    answered: async (i = answers.length - 1) => {
      answers[i]?.resolve(answer)
      await settled()
    },
    mediaClock: null,
    connected,
    get joins() {
      return answers.length
    },
    revive: () => Promise.resolve(),
    untilConnected: () => Promise.resolve(),
    codecs: () => Promise.resolve({}),
    join: ({ hearingId, standBy, token }) => {
      sent.push(`${standBy ? 'stand by for' : 'join'} ${hearingId}`)
      tokens.push(token)
      const waiting = Promise.withResolvers<Joined>()
      answers.push(waiting)
      return waiting.promise
    },
    start: () => {
      sent.push('start')
      return Promise.resolve({ feed: live })
    },
    renew: (token) => {
      sent.push(`renew ${token}`)
      return Promise.resolve()
    },
    caughtUp: () => Promise.resolve(),
    attend: (request) => {
      sent.push(`attend ${request.hearingId}`)
      const waiting = Promise.withResolvers<AttendAnswer>()
      attends.push({ request, answer: waiting })
      return waiting.promise
    },
    dark: ({ version }) => {
      sent.push(`dark ${version}`)
      return Promise.resolve()
    },
    report: () => Promise.resolve(),
    complain: () => Promise.resolve(),
    stopMedia: () => {
      sent.push('stop media')
      return Promise.resolve()
    },
    leave: () => {
      sent.push('leave')
      return Promise.resolve()
    },
    follow(listener) {
      followers.add(listener)
      return () => followers.delete(listener)
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => undefined,
  }
}

/** Sessions that are nothing but counted: which were closed, and how to lose one. */
export function createCountedSessions(): {
  open: typeof openWebRtcSession
  closed: number[]
  lost: (() => void)[]
} {
  const closed: number[] = []
  const lost: (() => void)[] = []
  return {
    closed,
    lost,
    open: (_kit, _answer, onLost) => {
      const number = lost.push(onLost) - 1
      const session: WebRtcSession = {
        tracks: [],
        video: null,
        catchUp: null,
        unsynced: null,
        openSoundOutput: () => undefined,
        stats: () => Promise.reject(new Error('none')),
        close: () => void closed.push(number),
      }
      return Promise.resolve(session)
    },
  }
}

/** What is told of the feed last, as a playback takes it. */
export async function feedOf(join: HearingJoin | null): Promise<unknown> {
  const feed = await join?.feed
  return join?.laterFeed ?? feed
}

export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
export const nobody = (): void => undefined
