import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeToken } from '../../test/bad-tokens.ts'
import { segment, startHttp, type HttpFixture } from '../../test/http-fixture.ts'
import { tokenAnswer } from '../protocol/api.ts'
import { attendanceView, type AttendanceView } from '../protocol/attendance.ts'
import { standing } from '../protocol/hearing-state.ts'

let http: HttpFixture
let clerk: string
beforeAll(async () => {
  http = await startHttp()
  clerk = await http.signIn('clerk')
})
afterAll(() => http.stop())

const paths = ['index.m3u8', segment.name]

/** What a sign-in of this person's own gives a player: reads a file of the hearing, and answers with its status and code. */
async function playerOf(login: string): Promise<(name: string) => Promise<[number, unknown]>> {
  const answer = await http.request('/api/hearings/hearing-1/token', {
    method: 'POST',
    headers: { Cookie: await http.signIn(login) },
  })
  const headers = { Authorization: `Bearer ${tokenAnswer.parse(await answer.json()).token}` }
  return async (name) => {
    const given = await http.request(`/hls/hearing-1/${name}`, { headers })
    return [given.status, given.ok ? null : await given.json()]
  }
}

async function attendance(): Promise<AttendanceView> {
  const answer = await http.request('/api/hearings/hearing-1/attendance', { headers: { Cookie: clerk } })
  return attendanceView.parse(await answer.json())
}

async function order(given: string): Promise<void> {
  const headers = { Cookie: clerk, 'Content-Type': 'application/json' }
  const asked = await http.request('/api/hearings/hearing-1/standing', { headers })
  const { version } = standing.parse(await asked.json())
  const body = JSON.stringify({ order: given, version })
  const answer = await http.request('/api/hearings/hearing-1/orders', { method: 'POST', headers, body })
  expect(answer.status).toBe(200)
}

const refusal = (status: number, code: string): [number, unknown] => [status, { error: { code } }]

describe('HLS read by a player of somebody’s own', () => {
  it('makes a viewer of them, and a file that is not there does not', async () => {
    const read = await playerOf('journalist')
    expect(await read('nothing.m4s')).toEqual(refusal(404, 'not_found'))
    expect((await attendance()).viewers).toEqual([])
    const many = [...paths, ...paths]
    expect(await Promise.all(many.map(read))).toEqual(many.map(() => [200, null]))
    expect((await attendance()).viewers).toMatchObject([
      { personId: http.personId('journalist'), path: 'hls', ownPlayer: true, sees: null, hears: null },
    ])
  })

  it('on one device at a time, which a stranger is not told', async () => {
    const [elsewhere, clerks] = [await playerOf('journalist'), await playerOf('clerk')]
    for (const name of paths) expect(await elsewhere(name)).toEqual(refusal(409, 'watching_elsewhere'))
    expect(await clerks('index.m3u8')).toEqual([200, null])
    const token = makeToken(http.forgery(), { sub: http.personId('stranger') })
    const headers = { Authorization: `Bearer ${token}` }
    for (const name of paths) {
      const answer = await http.request(`/hls/hearing-1/${name}`, { headers })
      expect(await answer.json()).toEqual({ error: { code: 'refused' } })
    }
  })

  it('until the session is closed, of which it tells nothing', async () => {
    await order('close')
    const read = await playerOf('journalist')
    for (const name of paths) expect(await read(name)).toEqual(refusal(409, 'not_on_air'))
    const { receipts, viewers } = await attendance()
    expect(viewers).toEqual([])
    expect(receipts).toMatchObject({ of: 2, dark: 0 })
    await order('reopen')
    expect(await read('index.m3u8')).toEqual([200, null])
    expect((await attendance()).viewers).toMatchObject([{ ownPlayer: true }])
  })
})
