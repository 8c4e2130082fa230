import { createServer as createHttp, type RequestListener, type Server } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { Logger } from 'pino'
import { DomainError } from '../protocol/errors.ts'
import { keepCertificate, readCertificate, type CertificateFiles } from './certificate.ts'

export interface HttpServer {
  readonly server: Server
  /** Resolves with the address that browsers open, once it listens. */
  listen(host: string, port: number): Promise<string>
  /** Takes no more, lets answers under way end for `graceMs`, then cuts what is left. Idempotent. */
  stop(graceMs: number): Promise<void>
}

/** The built-in HTTPS. */
export interface TlsOptions {
  /** Followed as they are renewed. */
  files: CertificateFiles
  nowMs: () => number
  log: Logger
  /** How often they are looked at, ms. */
  lookEveryMs?: number
}

const usualLookMs = 5_000

/** Plain HTTP without `tls`. Throws `CertificateError` where the files hold none. */
export function createHttpServer(listener: RequestListener, tls: TlsOptions | null): HttpServer {
  const { server, forget } = tls === null ? plain(listener) : secure(listener, tls)
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
        forget()
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

interface Made {
  server: Server
  /** Ends what goes on beside it. Idempotent. */
  forget: () => void
}

const plain = (listener: RequestListener): Made => ({
  server: createHttp(listener),
  forget: () => undefined,
})

function secure(listener: RequestListener, tls: TlsOptions): Made {
  const { files, nowMs, log, lookEveryMs: everyMs = usualLookMs } = tls
  const present = readCertificate(files)
  const server = createHttps(present, listener)
  return { server, forget: keepCertificate({ server, files, present, everyMs, nowMs, log }) }
}
