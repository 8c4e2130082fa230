import { readFileSync } from 'node:fs'
import { createServer as createHttp, type RequestListener, type Server } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { DomainError } from '../protocol/errors.ts'

export interface HttpServer {
  readonly server: Server
  /** Resolves with the address that browsers open, once it listens. */
  listen(host: string, port: number): Promise<string>
  /** Takes no more, lets answers under way end for `graceMs`, then cuts what is left. Idempotent. */
  stop(graceMs: number): Promise<void>
}

export function createHttpServer(
  listener: RequestListener,
  tls: { certFile: string; keyFile: string } | null,
): HttpServer {
  const server =
    tls === null
      ? createHttp(listener)
      : createHttps({ cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) }, listener)
  // A slow sender of headers must not hold a socket for long.
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000

  return {
    server,
    listen: (host, port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => {
          server.off('error', reject)
          const address = server.address()
          if (address === null || typeof address === 'string') {
            reject(new DomainError('internal', 'no TCP address after listening'))
            return
          }
          const name = host.includes(':') ? `[${host}]` : host
          resolve(`${tls === null ? 'http' : 'https'}://${name}:${address.port}`)
        })
      }),
    stop: (graceMs) =>
      new Promise((resolve) => {
        if (!server.listening) {
          resolve()
          return
        }
        const cut = setTimeout(() => server.closeAllConnections(), graceMs)
        server.close(() => {
          clearTimeout(cut)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}
