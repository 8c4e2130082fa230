import type { APIRequestContext, BrowserContextOptions, Page } from 'playwright-core'
import { pairingAnswer, screenSummary } from '@press-gallery/server/protocol/screens'
import { isLanguage } from '../src/i18n/languages.ts'
import type { PeoplesBrowser } from './chromium.ts'
import { isDevice, type Places, type Visitor } from './pages-of.ts'

/** For whatever a page is waited for. */
const patienceMs = 20_000

export interface VisitorsOptions {
  browser: PeoplesBrowser
  url: string
  places: Places
  passwordOf: (login: string) => string
}

/**
 * A page of somebody who is signed in, or of a device that is paired with its court and set to the language of `look`; it is
 * nowhere yet.
 */
export async function pageOf(
  visitor: Visitor,
  wants: VisitorsOptions,
  look: BrowserContextOptions = {},
): Promise<Page> {
  const page = await wants.browser.newPerson({ locale: 'en-GB', ...look })
  page.setDefaultTimeout(patienceMs)
  if (isDevice(visitor)) await pair(visitor, page.request, wants, look.locale)
  else if (visitor !== 'nobody') await signIn(visitor, page.request, wants)
  return page
}

async function signIn(
  login: string,
  request: APIRequestContext,
  { url, passwordOf }: VisitorsOptions,
): Promise<void> {
  const answer = await request.post(`${url}/api/session`, { data: { login, password: passwordOf(login) } })
  if (!answer.ok()) throw new Error(`${login} was not let in: ${answer.status()}`)
}

/** As a technician does it, with the code that the device shows. */
async function pair(
  kind: 'screen' | 'bench',
  device: APIRequestContext,
  wants: VisitorsOptions,
  locale: string | undefined,
): Promise<void> {
  const { browser, url, places } = wants
  const shown = await device.post(`${url}/api/pairings`, { data: { kind } })
  const { code } = pairingAnswer.parse(await shown.json())
  const staff = await browser.newPerson()
  try {
    await signIn('technician', staff.request, wants)
    const courtroomId = kind === 'bench' ? places.courtroomId : null
    const data = { code, name: kind === 'bench' ? 'Bench' : 'Press centre, left', courtroomId }
    const answer = await staff.request.post(`${url}/api/courts/${places.courtId}/screens`, { data })
    if (!answer.ok()) throw new Error(`the ${kind} was not paired: ${answer.status()}`)
    const { id } = screenSummary.parse(await answer.json())
    if (isLanguage(locale))
      await staff.request.patch(`${url}/api/screens/${id}`, { data: { settings: { language: locale } } })
  } finally {
    await staff.context().close()
  }
  await device.get(`${url}/api/pairings/mine`)
}

/** Resolves when all that the page says is there, in its own face. */
export async function untilShown(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.locator('.loading').first().waitFor({ state: 'detached' })
  await page.evaluate('document.fonts.ready.then(() => true)')
}
