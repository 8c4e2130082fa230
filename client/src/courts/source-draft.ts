import { sourceRequest } from '@press-gallery/server/protocol/desk'
import type { z } from 'zod'

/** What the form of a courtroom's camera holds. */
export interface SourceDraft {
  kind: 'rtsp' | 'test'
  url: string
  login: string
  password: string
}

export type SourceAmiss = 'url' | 'loginInUrl' | 'login'

/** The request, or what is wrong with the draft. Empty login and password: the camera asks for none. */
export function sourceFrom(
  draft: SourceDraft,
): { source: z.output<typeof sourceRequest> } | { amiss: SourceAmiss } {
  if (draft.kind === 'test') return { source: { kind: 'test' } }
  const url = draft.url.trim()
  if (/^[a-z]+:\/\/[^/?#]*@/i.test(url)) return { amiss: 'loginInUrl' }
  const login = draft.login.trim()
  if (login === '' && draft.password !== '') return { amiss: 'login' }
  const parsed = sourceRequest.safeParse({
    kind: 'rtsp',
    url,
    ...(login === '' ? {} : { login, password: draft.password }),
  })
  return parsed.success ? { source: parsed.data } : { amiss: 'url' }
}
