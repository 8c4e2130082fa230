import { createSoftwareAuthenticator } from '../../src/access/testing/software-authenticator.ts'
import { passkeyCreationAnswer, passkeyRequestAnswer } from '../../src/protocol/account.ts'
import type { World } from './case.ts'

const authenticators = new WeakMap<World, ReturnType<typeof createSoftwareAuthenticator>>()

/** One authenticator a world. */
function authenticatorOf(world: World): ReturnType<typeof createSoftwareAuthenticator> {
  const authenticator = authenticators.get(world) ?? createSoftwareAuthenticator(world.http.url)
  authenticators.set(world, authenticator)
  return authenticator
}

/** The body that adds the authenticator's key, in answer to a new challenge. */
export async function passkeyAddition(world: World, login: string): Promise<object> {
  const asked = await world.http.request('/api/account/passkeys/options', {
    method: 'POST',
    headers: { Cookie: await world.sessionOf(login) },
  })
  const { options } = passkeyCreationAnswer.parse(await asked.json())
  return { name: 'A key', response: authenticatorOf(world).create(options) }
}

export async function addedPasskey(world: World, login: string): Promise<void> {
  await world.http.request('/api/account/passkeys', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: await world.sessionOf(login) },
    body: JSON.stringify(await passkeyAddition(world, login)),
  })
}

/** The body that signs in by that key. */
export async function passkeySignIn(world: World): Promise<object> {
  const asked = await world.http.request('/api/session/passkey/options', { method: 'POST' })
  const { options } = passkeyRequestAnswer.parse(await asked.json())
  return { response: authenticatorOf(world).get(options) }
}
