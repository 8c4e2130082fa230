import { generateKeyPairSync, randomBytes } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { Provider, type Context } from 'oidc-provider'
import { createHttpServer } from '../../http/http-server.ts'
import type { DirectorySettings } from '../directory.ts'

export interface DirectoryServer extends DirectorySettings {
  /** Who is at the browser; the directory lets them in without a question. */
  person: { sub: string; email?: string; email_verified?: boolean }
  /** Starts it, for an application that is opened at this origin. */
  serve(origin: string): void
  stop(): Promise<void>
}

const notYet: RequestListener = (_request, response) => {
  response.writeHead(503).end()
}

/** An OpenID provider as a court's directory would be. */
export async function startDirectoryServer(): Promise<DirectoryServer> {
  let answer: RequestListener = notYet
  const http = createHttpServer((request, response) => answer(request, response), null)
  const issuer = await http.listen('127.0.0.1', 0)
  const clientSecret = randomBytes(24).toString('hex')

  const server: DirectoryServer = {
    issuer,
    clientId: 'press-gallery',
    clientSecret,
    person: { sub: 'nobody' },
    serve(origin) {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
      const provider = new Provider(issuer, {
        clients: [
          {
            client_id: 'press-gallery',
            client_secret: clientSecret,
            redirect_uris: [`${origin}/api/session/oidc/callback`],
          },
        ],
        claims: { openid: ['sub'], email: ['email', 'email_verified'] },
        cookies: { keys: [randomBytes(16).toString('hex')] },
        jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
        features: { devInteractions: { enabled: false } },
        interactions: { url: (_context: Context, { uid }: { uid: string }) => `/interaction/${uid}` },
        ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 60, Session: 60, Grant: 60 },
        pkce: { required: () => true },
        findAccount: (_context: Context, accountId: string) => ({
          accountId,
          claims: () => ({ ...server.person, sub: accountId }),
        }),
        async loadExistingGrant({ oidc }: Context) {
          const grant = new oidc.provider.Grant({
            clientId: oidc.client.clientId,
            accountId: oidc.session.accountId,
          })
          grant.addOIDCScope('openid profile email')
          await grant.save()
          return grant
        },
      })
      const callback = provider.callback()
      answer = (request, response) => {
        if (request.url?.startsWith('/interaction/') !== true) {
          callback(request, response)
          return
        }
        const result = { login: { accountId: server.person.sub } }
        provider.interactionFinished(request, response, result).catch(() => response.destroy())
      }
    },
    stop: () => http.stop(100),
  }
  return server
}
