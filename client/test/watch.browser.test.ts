import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, type TestBrowser } from './chromium.ts'
import { untilMoving, WatchPages } from './watch-pages.ts'
import { startWatchRig, type WatchRig } from './watch-rig.ts'

let rig: WatchRig
let browser: TestBrowser
let withoutWebRtc: TestBrowser
let pages: WatchPages

beforeAll(async () => {
  // The shortest tokens that there are, so that every viewing here also renews them.
  rig = await startWatchRig({ settings: { PRESS_GALLERY_TOKEN_LIFETIME_S: '5' } })
  pages = new WatchPages(rig)
  browser = await launchChromium({ args: ['--lang=kk'] })
  withoutWebRtc = await launchChromium()
  await withoutWebRtc.context.addInitScript('delete globalThis.RTCPeerConnection')
})
afterAll(async () => {
  await browser.close()
  await withoutWebRtc.close()
  await rig.stop()
})
afterEach(() => pages.close())

const visit = (
  path: string,
  { from = browser, ...rest }: { from?: TestBrowser; language?: string; url?: string } = {},
) => pages.visit(path, { from, ...rest })
const signIn = (page: Page, login: string, password?: string): Promise<void> =>
  pages.signIn(page, login, password)

/** What the server has of WebRTC connections, of all pages together. */
async function connections(): Promise<{ viewers: number; standBys: number }> {
  const metrics = await (await fetch(`${rig.url}/metrics`)).text()
  const count = (name: string): number =>
    Number(new RegExp(`^press_gallery_${name}\\{.*\\} (\\d+)$`, 'm').exec(metrics)?.[1] ?? NaN)
  return { viewers: count('viewers'), standBys: count('stand_bys') }
}

/** Counts what the page asks for to get media. */
function countAsked(page: Page): { media: () => number } {
  let asked = 0
  page.on('request', (request) => {
    if (/\/token$|\/hls\//.test(request.url())) asked++
  })
  return { media: () => asked }
}

/** How much more a page asks for that has stopped. */
async function askedAfterwards(page: Page, asked: { media: () => number }): Promise<number> {
  const askedThen = asked.media()
  // The list goes on being asked for, so its next answer shows that time has passed.
  await page.waitForResponse('**/api/hearings')
  await page.waitForResponse('**/api/hearings')
  return asked.media() - askedThen
}

/** Watches while tokens are renewed, then lets the server refuse them, and until the page has stopped. */
async function untilStopped(
  login: string,
  from: TestBrowser,
  path: 'webrtc' | 'hls',
): Promise<{ playing: number; askedAfterwards: number }> {
  const { page } = await visit(`/watch/${rig.hearing.id}`, { from })
  const asked = countAsked(page)
  let issued = 0
  page.on('response', (response) => {
    if (response.url().endsWith('/token') && response.ok()) issued++
  })
  await signIn(page, login)
  await untilMoving(page, path)
  await expect.poll(() => issued, { timeout: 20_000 }).toBeGreaterThanOrEqual(2)
  await page.route('**/token', (route) =>
    route.fulfill({ status: 403, json: { error: { code: 'refused' } } }),
  )
  await page.getByText('This hearing is not open to you.').waitFor({ timeout: 20_000 })
  const playing = await page.evaluate(
    () => [...document.querySelectorAll('video')].filter((one) => one.readyState > 0).length,
  )
  return { playing, askedAfterwards: await askedAfterwards(page, asked) }
}

/** Comes without a right to the hearing, and until the page has stopped. */
async function untilRefused(from: TestBrowser): Promise<{ asked: number; askedAfterwards: number }> {
  const { page } = await visit(`/watch/${rig.hearing.id}`, { from })
  const asked = countAsked(page)
  await signIn(page, 'stranger')
  await page.getByText('This hearing is not open to you.').waitFor()
  return { asked: asked.media(), askedAfterwards: await askedAfterwards(page, asked) }
}

describe('signing in', () => {
  test('with a wrong password says so next to the field, and what to do', async () => {
    const { page } = await visit('/')
    await page.waitForURL('**/sign-in')
    await signIn(page, 'journalist', 'not it')
    const password = page.getByLabel('Password', { exact: true })
    await page.getByText('The login or the password is wrong.').waitFor()
    expect(await password.getAttribute('aria-invalid')).toBe('true')
    const described = await password.getAttribute('aria-describedby')
    expect(await page.locator(`[id="${described}"]`).textContent()).toContain('try again')
    expect(await password.evaluate((input) => input === document.activeElement)).toBe(true)
  })

  test('lists what one may watch, and lets one ask for the rest', async () => {
    const { page } = await visit('/')
    await signIn(page, 'journalist')
    await page.getByRole('link', { name: rig.hearing.title }).waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL('**/sign-in')
    await signIn(page, 'stranger')
    await page.getByText('For accredited press only').waitFor()
    expect(await page.getByRole('link', { name: rig.hearing.title }).count()).toBe(0)
    await page.getByRole('button', { name: 'Ask for accreditation' }).click()
    await page.getByRole('button', { name: 'Send the request' }).click()
    await page.getByText('Enter the reason.').waitFor()
    await page.getByLabel('Why do you wish to watch?').fill('For the evening news.')
    await page.getByLabel('Number of your press card').fill('KZ-1')
    await page.getByRole('button', { name: 'Send the request' }).click()
    await page.getByText('Accreditation asked for').waitFor()
  })

  test('at the address of a hearing goes on to it, and a reload stays there', async () => {
    const { page } = await visit(`/watch/${rig.hearing.id}`)
    await signIn(page, 'journalist')
    await page.getByRole('heading', { name: rig.hearing.title }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: rig.hearing.title }).waitFor()
    expect(new URL(page.url()).pathname).toBe(`/watch/${rig.hearing.id}`)
  })
})

describe('watching', () => {
  test('from sign-in to sound by the keyboard alone, without a breach of the security policy', async () => {
    const { page, breaches } = await visit('/')
    await page.getByLabel('Login').waitFor()
    const tabTo = async (name: string): Promise<void> => {
      for (let i = 0; i < 30; i++) {
        await page.keyboard.press('Tab')
        const focused = await page.evaluate(() => {
          const element = document.activeElement
          const label = element instanceof HTMLInputElement ? element.labels?.[0] : undefined
          return (label ?? element)?.textContent ?? ''
        })
        if (focused.includes(name)) return
      }
      throw new Error(`the keyboard does not reach "${name}"`)
    }
    await tabTo('Login')
    await page.keyboard.type('journalist')
    await tabTo('Password')
    await page.keyboard.type(rig.password)
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: rig.hearing.title }).waitFor()
    await tabTo(rig.hearing.title)
    await page.keyboard.press('Enter')
    await untilMoving(page, 'webrtc')
    await tabTo('Turn sound on')
    await page.keyboard.press('Enter')
    // Measured, not assumed: the camera beeps each two seconds.
    await page.waitForFunction(
      () =>
        Number(document.querySelector<HTMLElement>('.level')?.style.getPropertyValue('--level') ?? 0) > 0.2,
    )
    await page.getByText('Sound is on', { exact: true }).waitFor()
    await page.keyboard.press('m')
    await page.getByText('Sound is off on this device').waitFor()
    const isFullScreen = (): Promise<boolean> => page.evaluate(() => document.fullscreenElement !== null)
    await page.keyboard.press('f')
    await expect.poll(isFullScreen).toBe(true)
    await page.keyboard.press('f')
    await expect.poll(isFullScreen).toBe(false)
    await tabTo('No sound')
    await page.keyboard.press('Enter')
    await page.getByText('the technician and the clerk of the court see it now').waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog').getByText('Sound on or off').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(breaches).toEqual([])
  })

  test('stands by while the list is shown: the server has a viewer, and the page media, only after the click', async () => {
    const { page } = await visit('/')
    await signIn(page, 'journalist')
    const link = page.getByRole('link', { name: rig.hearing.title })
    await link.waitFor()
    await expect.poll(connections, { timeout: 10_000 }).toEqual({ viewers: 0, standBys: 1 })

    await link.click()
    await untilMoving(page, 'webrtc')
    expect(await connections()).toEqual({ viewers: 1, standBys: 0 })
    await page.goBack()
    await expect.poll(connections, { timeout: 10_000 }).toEqual({ viewers: 0, standBys: 1 })
    await page.getByRole('button', { name: 'Sign out' }).click()
    await expect.poll(connections, { timeout: 10_000 }).toEqual({ viewers: 0, standBys: 0 })
  })

  test('begins with the click: starts what stands by, and leaves again when it was a mistake', async () => {
    const { page } = await visit('/')
    const sent: string[] = []
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => {
        const event = /\["(join|start|leave)"/.exec(payload.toString())?.[1]
        if (event !== undefined) sent.push(event)
      }),
    )
    await signIn(page, 'journalist')
    const link = page.getByRole('link', { name: rig.hearing.title })
    await link.click()
    await untilMoving(page, 'webrtc')

    await page.goBack()
    await expect.poll(connections, { timeout: 10_000 }).toEqual({ viewers: 0, standBys: 1 })
    // The server's answer is taken in within the page, which nothing outside it can see: what is asked of it comes after.
    await page.evaluate(() => new Promise((resolve) => window.setTimeout(resolve)))
    sent.length = 0
    const startedInTheClick = await page.evaluate(`
      (async () => {
        const { send } = WebSocket.prototype
        const asked = []
        WebSocket.prototype.send = function (message) {
          asked.push(/\\["(\\w+)"/.exec(message)?.[1])
          send.call(this, message)
        }
        document.querySelector('.hearing__link').click()
        // socket.io sends the second message in a microtask after the first; nothing else comes between.
        for (let i = 0; i < 10; i++) await null
        WebSocket.prototype.send = send
        // React's strict mode, which a build for tests has, then mounts the page twice: it leaves and comes again.
        return asked.slice(0, 2)
      })()
    `)
    expect(startedInTheClick).toEqual(['attend', 'start'])
    await page.waitForURL(`**/watch/${rig.hearing.id}`)
    await page.goBack()
    // The next one to stand by takes the place of what is left.
    await expect.poll(connections, { timeout: 10_000 }).toEqual({ viewers: 0, standBys: 1 })
    expect(sent[0]).toBe('start')

    await link.click()
    await untilMoving(page, 'webrtc')
  })

  test('on both paths goes on while tokens are renewed, ends with the last one, and stops asking, as it does without a right', async () => {
    const nothing = { playing: 0, askedAfterwards: 0 }
    const stopped = [
      untilStopped('journalist', browser, 'webrtc'),
      untilStopped('reporter', withoutWebRtc, 'hls'),
    ]
    const stranger = await launchChromium()
    try {
      const [refused, ...both] = await Promise.all([untilRefused(stranger), ...stopped])
      expect(both).toEqual([nothing, nothing])
      expect(refused.askedAfterwards).toBe(0)
      expect(refused.asked).toBeLessThanOrEqual(2)
    } finally {
      await stranger.close()
    }
  })

  test('over HLS by itself where the browser has no WebRTC, in some seconds of delay', async () => {
    const { page, breaches } = await visit(`/watch/${rig.hearing.id}`, { from: withoutWebRtc })
    await signIn(page, 'journalist')
    await untilMoving(page, 'hls')
    await page.getByText('The direct way does not work at present.').waitFor()
    await page.waitForFunction(() => /\d\.\d s/.test(document.querySelector('.quality')?.textContent ?? ''))
    const requests = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name }) => name),
    )
    expect(requests.filter((address) => /token=|eyJ/.test(address))).toEqual([])
    expect(breaches).toEqual([])
  })

  test('over the browser’s own HLS, by the cookie, where it has no Media Source either, as an older iPhone', async () => {
    const plain = await launchChromium()
    try {
      await plain.context.addInitScript(
        'for (const name of ["RTCPeerConnection", "MediaSource", "ManagedMediaSource", "WebKitMediaSource"]) delete globalThis[name]',
      )
      const { page, breaches } = await visit(`/watch/${rig.hearing.id}`, { from: plain })
      await signIn(page, 'journalist')
      await untilMoving(page, 'hls')
      expect(
        await page.evaluate(() => document.querySelector('.stage__video--shown')?.getAttribute('src')),
      ).toBe(`/hls/${rig.hearing.id}/index.m3u8`)
      expect(breaches).toEqual([])
    } finally {
      await plain.close()
    }
  })

  test('over WebRTC on plain HTTP from another machine too, where browsers grant less', async () => {
    // A name that is not loopback's is no secure context, wherever it leads.
    const elsewhere = await launchChromium({ args: ['--host-resolver-rules=MAP press.test 127.0.0.1'] })
    try {
      const { page, breaches } = await visit(`/watch/${rig.hearing.id}`, {
        from: elsewhere,
        url: rig.url.replace('127.0.0.1', 'press.test'),
      })
      expect(await page.evaluate(() => window.isSecureContext)).toBe(false)
      await signIn(page, 'journalist')
      await untilMoving(page, 'webrtc')
      expect(breaches).toEqual([])
    } finally {
      await elsewhere.close()
    }
  })

  test('changes its path when the viewer says so', async () => {
    const { page } = await visit(`/watch/${rig.hearing.id}`)
    await signIn(page, 'journalist')
    await untilMoving(page, 'webrtc')
    await page.getByLabel('Standard (HLS)').check()
    await untilMoving(page, 'hls')
    await page.getByLabel('Automatic').check()
    await untilMoving(page, 'webrtc')
    expect(await page.getByText('The direct way does not work at present.').count()).toBe(0)
  })

  test('goes on by itself after a lost network, a call, and a server that was killed, and says what was missed', async () => {
    const { page } = await visit(`/watch/${rig.hearing.id}`)
    await signIn(page, 'journalist')
    await untilMoving(page, 'webrtc')

    await page.context().setOffline(true)
    await page.getByText('This device has no network.').waitFor()
    await page.context().setOffline(false)
    await untilMoving(page, 'webrtc')

    // As a phone does for a call: the picture can go on only with a click, or when the page is shown again.
    await page.evaluate(() => document.querySelector<HTMLVideoElement>('.stage__video--shown')?.pause())
    await page.getByRole('button', { name: 'Continue live' }).click()
    await untilMoving(page, 'webrtc')
    expect(await page.getByText('You missed').count()).toBe(0)

    await rig.killServer()
    await page.getByText('The connection is lost. Reconnecting by itself…').waitFor()
    await page.getByText("The server can't be reached, so the state").waitFor()
    await rig.startServer()
    await untilMoving(page, 'webrtc')
    await page.getByText(/^You missed (\d+ min )?\d+ s$/).waitFor()
    await page.getByText('Picture and sound are coming from the courtroom').waitFor()
    expect(await page.getByText('Reconnecting by itself…').count()).toBe(0)
  })
})

describe('the words', () => {
  test.for([
    { language: 'kk', title: 'Кіру' },
    { language: 'ru', title: 'Вход' },
    { language: 'en', title: 'Sign in' },
  ])('are there in $language, and <html lang> follows', async ({ language, title }) => {
    const { page } = await visit('/sign-in', { language })
    await page.getByRole('heading', { name: title }).waitFor()
    expect(await page.evaluate(() => document.documentElement.lang)).toBe(language)
  })

  test('in Kazakh have all their letters in the one face, and none from elsewhere', async () => {
    const { page } = await visit('/sign-in', { language: 'kk' })
    await page.getByRole('heading', { name: 'Кіру' }).waitFor()
    const odd = await page.evaluate(async () => {
      const letters = 'ә ғ қ ң ө ұ ү һ і Ә Ғ Қ Ң Ө Ұ Ү Һ І'.split(' ')
      await document.fonts.load('400 100px "Inter Variable"', letters.join(''))
      const context = document.createElement('canvas').getContext('2d')
      if (context === null) return ['no canvas']
      // A letter that the face lacks is as wide as in the face that stands in for it, whichever that is.
      const width = (letter: string, standIn: string): number => {
        context.font = `400 100px "Inter Variable", ${standIn}`
        return context.measureText(letter).width
      }
      return letters.filter((letter) => width(letter, 'monospace') !== width(letter, 'serif'))
    })
    expect(odd).toEqual([])
    const fonts = await page.evaluate(() =>
      performance
        .getEntriesByType('resource')
        .filter(({ name }) => name.endsWith('.woff2'))
        .map(({ name }) => new URL(name).origin),
    )
    expect(new Set(fonts)).toEqual(new Set([rig.url]))
  })
})
