import type { IncomingMessage, Server as HttpServer } from 'node:http'
import { Server } from 'socket.io'
import { deskNamespace } from '../protocol/desk-signalling.ts'
import { devicesNamespace } from '../protocol/screens.ts'
import { previewNamespace } from '../protocol/preview-signalling.ts'
import { maxMessageBytes, watchNamespace } from '../protocol/signalling.ts'

/** Each namespace knows its own events. */
export type SignallingServer = Server

/**
 * socket.io on the HTTP server: WebSocket only, small messages only, and only for pages of this origin or of
 * `allowedOrigins` (`https://press.example`). A client that is no browser sends no origin, and gets no further than its token takes it.
 */
export function createSocketServer(
  httpServer: HttpServer,
  { allowedOrigins = [] }: { allowedOrigins?: readonly string[] } = {},
): SignallingServer {
  return new Server(httpServer, {
    transports: ['websocket'],
    allowUpgrades: false,
    serveClient: false,
    maxHttpBufferSize: maxMessageBytes,
    // A viewer who is gone must not count as one for long.
    pingInterval: 10_000,
    pingTimeout: 10_000,
    connectTimeout: 10_000,
    allowRequest: (request, answer) => answer(null, isAllowedOrigin(request, allowedOrigins)),
  })
}

/** Open connections by namespace; a browser has one for each page and purpose. */
export const countSockets = (server: SignallingServer): Record<string, number> =>
  Object.fromEntries(
    [watchNamespace, deskNamespace, devicesNamespace, previewNamespace].map((name) => [
      name,
      server.of(name).sockets.size,
    ]),
  )

function isAllowedOrigin({ headers }: IncomingMessage, allowedOrigins: readonly string[]): boolean {
  const { origin, host } = headers
  if (origin === undefined || allowedOrigins.includes(origin)) return true
  return URL.canParse(origin) && new URL(origin).host === host
}
