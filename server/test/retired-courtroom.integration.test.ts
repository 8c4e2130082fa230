import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { courtAnswer, deskHearing } from '../src/protocol/desk.ts'
import { consoleAnswer, regionAnswer } from '../src/protocol/workplaces.ts'
import { install, startServer, type Installation, type ServerProcess } from './server-process.ts'

let installation: Installation
let server: ServerProcess
beforeAll(async () => {
  installation = await install()
  server = await startServer(installation.dataDir)
})
afterAll(async () => {
  await server.stop('SIGTERM')
  await installation.remove()
})

/** What somebody who is signed in asks, and what is answered. */
async function asking(login: string) {
  const session = await server.signIn(login, installation.password)
  return async (method: string, path: string, body?: object) => {
    const answer = await fetch(`${server.url}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', Cookie: session },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const said: unknown = text === '' ? null : JSON.parse(text)
    return { status: answer.status, said }
  }
}

/** In how many courtrooms a camera is looked for. */
async function feeds(): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text()
  const counts = [...text.matchAll(/^press_gallery_feeds\{[^}]*\} (\d+)$/gm)].map(([, count]) =>
    Number(count),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

const retirement = '/api/courtrooms/room-2/retirement'

describe('a retired courtroom', () => {
  it('takes no feed and is shown nowhere, after a restart as well, until it is brought back', async () => {
    const admin = await asking('admin')
    const clerk = await asking('clerk')
    expect(await feeds()).toBe(2)
    expect(await admin('POST', retirement, { retired: true })).toEqual({
      status: 409,
      said: { error: { code: 'in_use' } },
    })
    expect((await clerk('POST', retirement, { retired: true })).status).toBe(403)

    expect(
      await server.order(await server.signIn('clerk', installation.password), 'hearing-2', 'cancel'),
    ).toBe(200)
    expect((await admin('POST', retirement, { retired: true })).status).toBe(204)
    expect(await feeds()).toBe(1)
    const wanted = { title: 'A', caseNumber: '3', courtroomId: 'room-2' }
    expect(await clerk('POST', '/api/courts/court-1/hearings', wanted)).toEqual({
      status: 409,
      said: { error: { code: 'courtroom_retired' } },
    })
    // Its camera may be changed meanwhile, and is not looked for.
    const technician = await asking('technician')
    const source = { kind: 'rtsp', url: 'rtsp://127.0.0.1:9/other' }
    expect((await technician('PATCH', '/api/courtrooms/room-2', { source })).status).toBe(204)
    expect(await feeds()).toBe(1)

    await server.stop('SIGTERM')
    server = await startServer(installation.dataDir)
    expect(await feeds()).toBe(1)
    const again = await asking('admin')
    const court = courtAnswer.parse((await again('GET', '/api/courts/court-1')).said)
    expect(court.courtrooms.map(({ id }) => id)).toEqual(['room-1'])
    expect(court.retired).toMatchObject([{ id: 'room-2', name: 'Courtroom 2' }])
    const region = regionAnswer.parse((await again('GET', '/api/region')).said)
    expect(region.courts.flatMap(({ courtrooms }) => courtrooms.map(({ id }) => id))).toEqual(['room-1'])
    const console = consoleAnswer.parse((await again('GET', '/api/courts/court-1/console')).said)
    expect(console.court.courtrooms.map(({ id }) => id)).toEqual(['room-1'])

    expect((await again('POST', retirement, { retired: false })).status).toBe(204)
    await vi.waitFor(async () => expect(await feeds()).toBe(2))
    const planner = await asking('clerk')
    const planned = await planner('POST', '/api/courts/court-1/hearings', wanted)
    expect(deskHearing.parse(planned.said)).toMatchObject({ courtroom: 'Courtroom 2' })
  })
})
