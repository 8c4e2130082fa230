import { z } from 'zod'
import type { Product } from './product.ts'

export interface Clerk {
  order(order: 'close' | 'reopen'): Promise<void>
}

const standing = z.object({ version: z.number() })

/** Signs in and returns the session's cookie. */
export async function sessionOf({ url, accounts }: Product, role: string): Promise<string> {
  const account = accounts.find((one) => one.role === role)
  if (account === undefined) throw new Error(`the demo has no ${role}`)
  const answer = await fetch(new URL('/api/session', url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ login: account.login, password: account.password }),
  })
  if (!answer.ok) throw new Error(`signing in was answered with ${answer.status}`)
  const cookie = answer.headers.getSetCookie().find((one) => one.startsWith('pg_session='))
  return cookie?.split(';')[0] ?? ''
}

/** The clerk of the demo, who works by script. */
export async function clerkOf(product: Product): Promise<Clerk> {
  const headers = { 'Content-Type': 'application/json', Cookie: await sessionOf(product, 'clerk') }
  const address = (path: string): URL => new URL(`/api/hearings/${product.hearing.id}/${path}`, product.url)
  let { version } = standing.parse(await (await fetch(address('standing'), { headers })).json())
  return {
    async order(order) {
      const body = JSON.stringify({ order, version })
      const answer = await fetch(address('orders'), { method: 'POST', headers, body })
      if (!answer.ok) throw new Error(`the order to ${order} was answered with ${answer.status}`)
      version = standing.parse(await answer.json()).version
    },
  }
}
