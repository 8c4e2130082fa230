import {
  previewNamespace,
  type PreviewClientToServerEvents,
  type PreviewServerToClientEvents,
} from '@press-gallery/server/protocol/preview-signalling'
import type { Socket } from 'socket.io-client'
import { openSignalling, requestTimeoutMs, type JoinOffer } from './media-signalling.ts'
import type { JoinSignalling } from './signalling.ts'

/** Connects at once: a connection by which one courtroom is previewed, by the right of the session. */
export function connectPreview(courtroomId: string): JoinSignalling {
  const { socket, media, join } = openSignalling(previewNamespace)
  const asked: Socket<PreviewServerToClientEvents, PreviewClientToServerEvents> = socket
  const patient = asked.timeout(requestTimeoutMs)
  return Object.assign(media, {
    join: ({ rtpCapabilities, fingerprint, catchUp }: JoinOffer) =>
      join(() => patient.emitWithAck('join', { courtroomId, rtpCapabilities, fingerprint, catchUp })),
    // None stands by, and none has a token.
    start: () => Promise.reject(new Error('a preview has begun when it has joined')),
    renew: () => Promise.resolve(),
  })
}
