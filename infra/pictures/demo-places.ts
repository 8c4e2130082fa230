import { z } from 'zod'
import type { Places } from '../../client/test/pages-of.ts'
import type { Demo } from '../../server/test/demo-process.ts'
import { standing, type OrderKind } from '../../server/src/protocol/hearing-state.ts'
import { cookieOf } from '../../server/test/http-fixture.ts'

export interface DemoPlaces {
  url: string
  places: Places
  passwordOf: (login: string) => string
  /** Whether the demo has an account of this login. */
  has: (login: string) => boolean
  /** The court's order for the hearing that is under way. */
  order: (order: OrderKind) => Promise<void>
}

const courtId = 'demo-court'
const courtroomId = 'courtroom-1'
const dayMs = 86_400_000
const planned = {
  title: 'Апелляция: спор о наследстве · Апелляция: мұра туралы дау',
  caseNumber: '7599-25-00-2а/118',
  courtroomId,
  judge: 'Г. С. Қасымова',
  languages: ['kk', 'ru'],
  notes: {
    kk: 'Суретке түсіруге болмайды. Үкім шығарылған соң баспасөз хатшысы түсініктеме береді.',
    ru: 'Фотосъёмка не разрешена. После оглашения решения пресс-секретарь ответит на вопросы.',
    en: 'No photographs. The press secretary answers questions after the ruling.',
  },
}

/** What the pages lead to in the demo, with one hearing more, of tomorrow. */
export async function prepareDemo(demo: Demo): Promise<DemoPlaces> {
  const passwordOf = (login: string): string =>
    demo.accounts.find((account) => account.login === login)?.password ?? ''
  const hearingId = z.string().parse(demo.hearings[0]?.id)
  const signedIn = async (login: string): Promise<Record<string, string>> => {
    const answer = await fetch(`${demo.url}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ login, password: passwordOf(login) }),
    })
    return { 'Content-Type': 'application/json', Cookie: cookieOf(answer, 'pg_session') }
  }
  const [press, clerk] = [await signedIn('press'), await signedIn('clerk')]
  const hearing = `${demo.url}/api/hearings/${hearingId}`
  return {
    url: demo.url,
    places: { courtId, courtroomId, hearingId, plannedId: await schedule(demo.url, press) },
    passwordOf,
    has: (login) => demo.accounts.some((account) => account.login === login),
    order: async (order) => {
      const now = standing.parse(await (await fetch(`${hearing}/standing`, { headers: clerk })).json())
      const body = JSON.stringify({ order, version: now.version })
      const answer = await fetch(`${hearing}/orders`, { method: 'POST', headers: clerk, body })
      if (!answer.ok) throw new Error(`${order} was refused: ${answer.status}`)
    },
  }
}

const scheduled = z.looseObject({ id: z.string() })

async function schedule(url: string, headers: Record<string, string>): Promise<string> {
  const answer = await fetch(`${url}/api/courts/${courtId}/hearings`, {
    method: 'POST',
    headers,
    body: JSON.stringify({
      ...planned,
      plannedStartMs: Date.now() + dayMs,
      plannedEndMs: Date.now() + 1.1 * dayMs,
    }),
  })
  return scheduled.parse(await answer.json()).id
}
