import type { z } from 'zod'

/** Somebody of the court who works by script. */
export interface Person {
  /** Rejects with the server's own words where it says no. */
  ask<T>(schema: z.ZodType<T>, method: string, path: string, body?: object): Promise<T>
  tell(method: string, path: string, body?: object): Promise<void>
}

export async function signIn(url: string, login: string, password: string): Promise<Person> {
  const headers = { 'Content-Type': 'application/json' }
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ login, password }),
  })
  if (!answer.ok) throw new Error(`signing in as ${login} was answered with ${answer.status}`)
  const cookie = answer.headers.getSetCookie().find((one) => one.startsWith('pg_session=')) ?? ''
  const Cookie = cookie.split(';')[0] ?? ''
  const request = async (method: string, path: string, body?: object): Promise<Response> => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...headers, Cookie },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok)
      throw new Error(
        `${login}: ${method} ${path} was answered with ${response.status} ${await response.text()}`,
      )
    return response
  }
  return {
    ask: async (schema, method, path, body) => schema.parse(await (await request(method, path, body)).json()),
    async tell(method, path, body) {
      await (await request(method, path, body)).body?.cancel()
    },
  }
}
