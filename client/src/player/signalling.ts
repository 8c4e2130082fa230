import {
  attendAnswer,
  putOut,
  type AttendAnswer,
  type AttendRequest,
  type Complaint,
  type DarkReceipt,
  type PlayerReport,
  type PutOut,
} from '@press-gallery/server/protocol/attendance'
import { standing, type Standing } from '@press-gallery/server/protocol/hearing-state'
import {
  startAnswer,
  watchNamespace,
  type ClientToServerEvents,
  type ServerToClientEvents,
  type StartAnswer,
} from '@press-gallery/server/protocol/signalling'
import type { Socket } from 'socket.io-client'
import { z } from 'zod'
import type { WakeReason } from '../browser/wake.ts'
import {
  openSignalling,
  parseAnswer,
  requestTimeoutMs,
  type Joined,
  type JoinOffer,
  type MediaSignalling,
} from './media-signalling.ts'

/** What the one who attends is told. */
export interface AttendanceListener {
  onStanding(standing: Standing): void
  onOut(putOut: PutOut): void
  /** The way to the server is there, or there again; the server knows nothing of an attendance from before. */
  onConnected(): void
  onLost(): void
}

/** The page's one connection to the server's namespace `/watch`. */
export interface Signalling extends MediaSignalling {
  /**
   * The network or the device came back: a connection that does not answer at once is made anew without waiting for a timeout; on
   * another network, where it can't be alive, unasked.
   */
  revive(why: WakeReason): Promise<void>
  /** Rejects as the other requests do. */
  join(request: JoinOffer & { token: string; hearingId: string }): Promise<Joined>
  /** Lets the media of a join that stands by flow. */
  start(): Promise<StartAnswer>
  renew(token: string, hearingId: string): Promise<void>
  attend(request: AttendRequest): Promise<AttendAnswer>
  dark(receipt: DarkReceipt): Promise<void>
  report(report: PlayerReport): Promise<void>
  complain(complaint: Complaint): Promise<void>
  /** Ends what was joined, and attendance. */
  leave(): Promise<void>
  /** As `listen`. */
  follow(listener: AttendanceListener): () => void
}

/** As much of it as one joins by, and plays what has been joined. */
export type JoinSignalling = Pick<Signalling, keyof MediaSignalling | 'join' | 'start' | 'renew'>

/** A connection that says nothing for so long, ms, after the device woke is taken for dead. */
const signOfLifeMs = 2_000

/** Connects at once. `origin` is that of the server, the page's own when absent. */
export function connectSignalling(origin = ''): Signalling {
  const opened = openSignalling(`${origin}${watchNamespace}`)
  const { media } = opened
  const socket: Socket<ServerToClientEvents, ClientToServerEvents> = opened.socket
  const patient = socket.timeout(requestTimeoutMs)
  const none = z.null()
  let closed = false
  let asking = false
  const isAlive = async (): Promise<boolean> => {
    try {
      await socket.timeout(signOfLifeMs).emitWithAck('codecs')
      return true
    } catch {
      return false
    }
  }
  /** Not only the socket: while it waits for its next try, it would not hear of a wish to connect. */
  const anew = (): void => {
    if (!closed) socket.disconnect().connect()
  }

  const { close } = media
  return Object.assign(media, {
    revive: async (why: WakeReason) => {
      if (!socket.connected || why === 'network') {
        anew()
        return
      }
      if (asking) return
      asking = true
      const alive = await isAlive()
      asking = false
      if (!alive) anew()
    },
    join: (request: JoinOffer & { token: string; hearingId: string }) =>
      opened.join(() => patient.emitWithAck('join', request)),
    start: async () => parseAnswer(startAnswer, await patient.emitWithAck('start')),
    renew: async (token: string, hearingId: string) => {
      parseAnswer(none, await patient.emitWithAck('renew', { token, hearingId }))
    },
    attend: async (request: AttendRequest) =>
      parseAnswer(attendAnswer, await patient.emitWithAck('attend', request)),
    dark: async (receipt: DarkReceipt) => {
      parseAnswer(none, await patient.emitWithAck('dark', receipt))
    },
    report: async (report: PlayerReport) => {
      parseAnswer(none, await patient.emitWithAck('report', report))
    },
    complain: async (complaint: Complaint) => {
      parseAnswer(none, await patient.emitWithAck('complain', complaint))
    },
    leave: async () => {
      parseAnswer(none, await patient.emitWithAck('leave'))
    },
    follow(listener: AttendanceListener) {
      const onStanding = (told: unknown): void => {
        const parsed = standing.safeParse(told)
        if (parsed.success) listener.onStanding(parsed.data)
      }
      const onOut = (told: unknown): void => {
        const parsed = putOut.safeParse(told)
        if (parsed.success) listener.onOut(parsed.data)
      }
      const onConnected = (): void => listener.onConnected()
      const onLost = (): void => listener.onLost()
      socket.on('standing', onStanding)
      socket.on('out', onOut)
      socket.on('connect', onConnected)
      socket.on('disconnect', onLost)
      return () => {
        socket.off('standing', onStanding)
        socket.off('out', onOut)
        socket.off('connect', onConnected)
        socket.off('disconnect', onLost)
      }
    },
    close: () => {
      closed = true
      close()
    },
  })
}
