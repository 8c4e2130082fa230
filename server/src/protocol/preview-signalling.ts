import type { z } from 'zod'
import { identifier } from './identifiers.ts'
import { joinRequest, type JoinAnswer, type Result, type ServerToClientEvents } from './signalling.ts'

/**
 * What a courtroom gives, live, for those who look after it (permission `sources.manage` in its court), over socket.io, namespace
 * `/preview`. Before a hearing there is none to have a token of: the handshake carries the session cookie, and without a
 * session the connection fails with the message `not_signed_in`. Nobody who comes this way is a viewer of the hearing: they are not counted,
 * and owe no receipt; but in recess and in closed session they are cut as everyone is, and while a hearing is live it is
 * shown to those alone who may watch it (`hearings.watch`).
 *
 * A session: connect → `codecs` → `join` → media → `stopMedia`. Whoever signs out, or loses the right, has none a moment later (`ended`, `refused`).
 */
export const previewNamespace = '/preview'

/**
 * Takes the place of what was joined before. Fails with `refused`, `not_on_air`, `too_many_requests` (the courtroom has as many previews as it
 * may have), and as a viewer's join does.
 */
export const previewRequest = joinRequest
  .pick({ rtpCapabilities: true, fingerprint: true, catchUp: true })
  .extend({ courtroomId: identifier })
export type PreviewRequest = z.infer<typeof previewRequest>

export interface PreviewClientToServerEvents {
  codecs: (ack: (result: Result<Record<string, unknown>>) => void) => void
  join: (request: PreviewRequest, ack: (result: Result<JoinAnswer>) => void) => void
  caughtUp: (ack: (result: Result<null>) => void) => void
  stopMedia: (ack: (result: Result<null>) => void) => void
}

export type PreviewServerToClientEvents = Pick<ServerToClientEvents, 'feed' | 'clock' | 'ended'>
