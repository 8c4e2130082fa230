import { z } from 'zod'
import { openSecret, sealSecret } from '../access/sealed-secret.ts'
import { fileSettings, rtspSettings, testSettings, type SourceSettings } from '../ingest/source.ts'
import type { shownSource } from '../protocol/desk.ts'
import { DomainError } from '../protocol/errors.ts'

/** A source as the store keeps it: as in `ingest/source.ts`, but with the camera's login (`login:password`) sealed. */
export const storedSource = z.discriminatedUnion('kind', [
  rtspSettings.extend({ credentials: z.string().optional() }),
  fileSettings,
  testSettings,
])
export type StoredSource = z.output<typeof storedSource>

/** As staff see it: never with its login. */
export type ShownSource = z.output<typeof shownSource>
export const shownSourceOf = (source: StoredSource): ShownSource => ({
  kind: source.kind,
  url: source.kind === 'rtsp' ? source.url : null,
  hasLogin: source.kind === 'rtsp' && source.credentials !== undefined,
})

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

const addressOf = (source: StoredSource): string | null =>
  source.kind === 'rtsp' ? new URL(source.url).host.toLowerCase() : null

/** Whether both come from one host and port: one camera, or one encoder with several. */
export const sameCamera = (a: StoredSource, b: StoredSource): boolean =>
  addressOf(a) !== null && addressOf(a) === addressOf(b)

/** The source with the login that was kept for the same camera, where it has none of its own. It never goes to another host. */
export function keptLogin(source: StoredSource, there: StoredSource | undefined): StoredSource {
  if (source.kind !== 'rtsp' || source.credentials !== undefined) return source
  if (there?.kind !== 'rtsp' || there.credentials === undefined || !sameCamera(source, there)) return source
  return { ...source, credentials: there.credentials }
}
