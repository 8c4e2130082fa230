import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { launchForPeople, type PeoplesBrowser } from '../../client/test/chromium.ts'
import { standing as standingSchema, type OrderKind, type Standing } from '../src/protocol/hearing-state.ts'
import { screensAnswer, screenSummary, type ScreenSummary } from '../src/protocol/screens.ts'
import { captureTime } from './capture-time.ts'
import { startDemo, type Demo } from './demo-process.ts'
import { cookieOf } from './http-fixture.ts'

const patience = { timeout: 40_000, interval: 100 }
const headers = { 'Content-Type': 'application/json' }

let demo: Demo
let browser: PeoplesBrowser
beforeAll(async () => {
  demo = await startDemo()
  browser = await launchForPeople()
}, 240_000)
afterAll(async () => {
  await browser.close()
  await demo.stop()
})

const hearingId = (): string => demo.hearings[0]?.id ?? ''

async function script(
  login: string,
): Promise<(method: string, path: string, body?: object) => Promise<Response>> {
  const password = demo.accounts.find((one) => one.login === login)?.password ?? ''
  const body = JSON.stringify({ login, password })
  const answer = await fetch(`${demo.url}/api/session`, { method: 'POST', headers, body })
  const Cookie = cookieOf(answer, 'pg_session')
  return (method, path, sent) =>
    fetch(`${demo.url}${path}`, {
      method,
      headers: { ...headers, Cookie },
      ...(sent === undefined ? {} : { body: JSON.stringify(sent) }),
    })
}

async function order(kind: OrderKind): Promise<Standing> {
  const ask = await script('clerk')
  const now = standingSchema.parse(await (await ask('GET', `/api/hearings/${hearingId()}/standing`)).json())
  const answer = await ask('POST', `/api/hearings/${hearingId()}/orders`, {
    order: kind,
    version: now.version,
  })
  return standingSchema.parse(await answer.json())
}

/** Opens the device's page out of the box, and enters the code that it shows, as a technician. */
async function paired(page: Page, kind: 'screen' | 'bench', name: string): Promise<ScreenSummary> {
  await page.goto(`${demo.url}/${kind}`)
  const code = await page.locator('.pairing__code').textContent(patience)
  const ask = await script('technician')
  const courtroomId = kind === 'bench' ? 'courtroom-1' : null
  const answer = await ask('POST', '/api/courts/demo-court/screens', { code, name, courtroomId })
  expect([answer.status, answer.status === 201 ? '' : await answer.clone().text()]).toEqual([201, ''])
  return screenSummary.parse(await answer.json())
}

async function moving(page: Page, sinceMs = 0): Promise<void> {
  const first = await vi.waitFor(async () => {
    const time = (await captureTime(page)) ?? 0
    expect(time).toBeGreaterThan(sinceMs)
    return time
  }, patience)
  await vi.waitFor(async () => expect(await captureTime(page)).toBeGreaterThan(first + 500), patience)
}

/** What the videos of the page still hold. */
const heldBy = (page: Page): Promise<unknown> =>
  page.evaluate(`[...document.querySelectorAll('video')].filter(({ srcObject, readyState, buffered }) =>
    (srcObject?.getTracks().length ?? 0) + readyState + buffered.length > 0).length`)

describe('a display and a bench', () => {
  it('need no hands from the code to the picture, go dark with words, come back, and the bench closes', async () => {
    const viewport = { width: 1280, height: 720 }
    const wall = await browser.newPerson({ viewport, serviceWorkers: 'allow' })
    const screen = await paired(wall, 'screen', 'Foyer')
    await moving(wall)

    const technician = await script('technician')
    await vi.waitFor(async () => {
      const { screens } = screensAnswer.parse(
        await (await technician('GET', '/api/courts/demo-court/screens')).json(),
      )
      expect(screens[0]).toMatchObject({ name: 'Foyer', online: true })
      expect(screens[0]?.health?.tiles[0]).toMatchObject({ path: 'webrtc', sees: true, hears: true })
    }, patience)
    expect((await technician('POST', `/api/screens/${screen.id}/blink`)).status).toBe(204)
    await wall.locator('.device-blink').getByText('Foyer').waitFor()

    const bench = await browser.newPerson()
    await paired(bench, 'bench', 'Bench 1')
    const button = bench.locator('.bench__button')
    await bench.locator('.bench[data-view=live]').waitFor()
    await button.click()
    await wall.locator('.slate[data-kind=closed]').waitFor()
    expect(await heldBy(wall)).toBe(0)
    await bench.locator('.bench[data-view=closed]').getByText('1', { exact: false }).first().waitFor()

    const { sinceMs } = await order('reopen')
    await moving(wall, sinceMs)

    // Without the network the bench claims nothing, and a press is not lost.
    await bench.locator('.bench[data-view=live]').waitFor()
    await bench.context().setOffline(true)
    await bench.locator('.bench[data-view=unknown]').waitFor()
    await button.click()
    await bench.locator('.bench__outcome[data-kind=unanswered]').waitFor()
    await bench.context().setOffline(false)
    await wall.locator('.slate[data-kind=closed]').waitFor()
    await bench.locator('.bench[data-view=closed]').waitFor()
    await order('reopen')

    // The page comes up without the server, and says so.
    await wall.evaluate('navigator.serviceWorker.ready.then(() => true)')
    await wall.reload()
    await wall.context().setOffline(true)
    await wall.reload()
    await wall.locator('.device-link').waitFor()
    await wall.context().setOffline(false)
    await moving(wall)

    // Taken away: nothing is left of it, and a code is shown again.
    expect((await technician('DELETE', `/api/screens/${screen.id}`)).status).toBe(204)
    await wall.locator('.pairing__code').waitFor(patience)
    expect(await captureTime(wall)).toBeNull()
    await Promise.all([wall, bench].map((page) => page.context().close()))
  }, 150_000)
})
