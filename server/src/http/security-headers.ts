import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import helmet from 'helmet'

/** Browsers that do not count sockets as `'self'` need the socket's origin named; an IPv6 address can't be (CSP3, 2.3.1). */
function socketOrigin(request: IncomingMessage, https: boolean): string {
  const host = request.headers.host ?? ''
  return /^[A-Za-z0-9.-]+(:\d+)?$/.test(host) ? `${https ? 'wss' : 'ws'}://${host}` : "'self'"
}

/** Everything comes from us; Media Source plays a `blob:` address. */
export function securityHeaders({ https }: { https: boolean }): RequestHandler[] {
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'font-src': ["'self'"],
        'img-src': ["'self'"],
        'connect-src': ["'self'", (request) => socketOrigin(request, https)],
        'manifest-src': ["'self'"],
        'media-src': ["'self'", 'blob:'],
        // What keeps the pages' shell on the device (`client/public/shell-worker.js`).
        'worker-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
  })
  return [
    headers,
    (_request, response, next) => {
      response.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()')
      next()
    },
  ]
}
