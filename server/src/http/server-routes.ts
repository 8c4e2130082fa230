import type { KeyRing } from '../access/key-ring.ts'
import type { ServerHealth } from '../health/server-health.ts'
import { DomainError } from '../protocol/errors.ts'
import { rotationRequest, type ServerKeysAnswer } from '../protocol/server-health.ts'
import type { Routes } from './routes.ts'

export interface ServerRoutesOptions {
  serverHealth: ServerHealth
  keys: Pick<KeyRing, 'list'>
  /** Puts a new signing key in place, on record. */
  rotateKeys: (byId: string) => Promise<unknown>
  sealingKeys: () => Promise<ServerKeysAnswer['sealing']>
  nowMs: () => number
}

const rule = { permission: 'server.manage', of: 'all' } as const

/** The server itself, for administrators of the whole installation: how its parts are, and its keys. */
export function addServerRoutes(routes: Routes, options: ServerRoutesOptions): void {
  const { serverHealth, keys, rotateKeys, sealingKeys, nowMs } = options
  const view = async (): Promise<ServerKeysAnswer> => ({
    atMs: nowMs(),
    signing: keys.list(),
    sealing: await sealingKeys(),
  })

  routes.addStaff('get', '/api/server/health', rule, async (_request, response) => {
    response.json(await serverHealth.view())
  })

  routes.addStaff('get', '/api/server/keys', rule, async (_request, response) => {
    response.json(await view())
  })

  routes.addStaff('post', '/api/server/keys/rotation', rule, async (request, response, { personId }) => {
    const { replaces } = rotationRequest.parse(request.body)
    if (keys.list()[0]?.kid !== replaces)
      throw new DomainError('state_moved_on', 'another key has been put in place meanwhile')
    await rotateKeys(personId)
    response.json(await view())
  })
}
