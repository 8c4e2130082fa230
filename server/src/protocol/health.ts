import { z } from 'zod'

/** `GET /healthz`: the process answers. */
export const healthAnswer = z.strictObject({ status: z.literal('ok') })

/** `GET /readyz`: 200, or 503 where a part can't do its work; each part by name. */
export const readinessAnswer = z.strictObject({
  ready: z.boolean(),
  parts: z.record(z.string(), z.boolean()),
})

/** `GET /.well-known/jwks.json`: the public halves of the keys that sign hearing tokens (RFC 7517). */
export const keysAnswer = z.strictObject({
  keys: z.array(
    z.strictObject({
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      x: z.string(),
      y: z.string(),
      kid: z.string(),
      alg: z.literal('ES256'),
      use: z.literal('sig'),
    }),
  ),
})
