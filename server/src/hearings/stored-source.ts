import { z } from 'zod'
import { openSecret, sealSecret } from '../access/sealed-secret.ts'
import { fileSettings, rtspSettings, testSettings, type SourceSettings } from '../ingest/source.ts'
import { DomainError } from '../protocol/errors.ts'

/** A source as the store keeps it: as in `ingest/source.ts`, but with the camera's login (`login:password`) sealed. */
export const storedSource = z.discriminatedUnion('kind', [
  rtspSettings.extend({ credentials: z.string().optional() }),
  fileSettings,
  testSettings,
])
export type StoredSource = z.output<typeof storedSource>

/** For the feed, in memory only. Throws DomainError `internal` where it was sealed by another installation. */
export function openSource(source: StoredSource, sealingKey: Buffer): SourceSettings {
  if (source.kind !== 'rtsp') return source
  const { credentials, ...rest } = source
  if (credentials === undefined) return rest
  try {
    const [username, ...password] = openSecret(sealingKey, credentials).split(':')
    return { ...rest, credentials: { username: username ?? '', password: password.join(':') } }
  } catch (cause) {
    throw new DomainError('internal', 'a camera’s login was sealed by another installation', { cause })
  }
}

export const sealLogin = (sealingKey: Buffer, login: string, password: string): string =>
  sealSecret(sealingKey, `${login}:${password}`)
