import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  install,
  startServer,
  type Installation,
  type ServerProcess,
} from '../../server/test/server-process.ts'
import { launchChromium, type TestBrowser } from './chromium.ts'

const command = fileURLToPath(new URL('../../infra/first-administrator.ts', import.meta.url))
const login = 'aigerim'
const password = 'four plain words here'
const stepMs = 30_000

let court: Installation
let server: ServerProcess
let browser: TestBrowser
/** Passkeys belong to a name: an IP address has none (WebAuthn 3, 5.1.2). */
let origin: string
const open: Page[] = []

beforeAll(async () => {
  court = await install()
  server = await startServer(court.dataDir)
  origin = server.url.replace('127.0.0.1', 'localhost')
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  await server.stop('SIGTERM')
  await court.remove()
})
afterEach(() => Promise.all(open.splice(0).map((page) => page.close())))

/** A signed-out tab whose breaches of the content security policy, and errors, are collected. */
async function visit(address: string): Promise<{ page: Page; problems: string[] }> {
  await browser.context.clearCookies()
  const { page, problems } = await browser.newPage()
  open.push(page)
  await page.goto(address)
  return { page, problems }
}

async function linkOfNewAdministrator(): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [command, login, '--name', 'Айгерім Сейітқызы', '--language', 'en', '--another'],
    { env: { ...process.env, PRESS_GALLERY_DATA_DIR: court.dataDir } },
  )
  return origin + new URL(stdout.trim()).pathname + new URL(stdout.trim()).hash
}

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Login').fill(login)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

const codeAt = (secret: string, atMs: number): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: atMs })

const refusals = (problems: readonly string[]): string[] =>
  // Chromium reports each answer of 4xx as an error: those of a person who is not signed in, or not yet.
  problems.filter((problem) => !/status of 40[13]/.test(problem))

test('from a one-time link to a password, two-step sign-in and a passkey', async () => {
  const link = await linkOfNewAdministrator()
  const { page, problems } = await visit(link)

  await page.getByRole('heading', { name: 'The first administrator' }).waitFor()
  expect(page.url()).toBe(`${origin}/link`)
  await page.getByLabel('New password').fill(login)
  await page.getByRole('button', { name: 'Set the password and sign in' }).click()
  await page.getByText("This password can't be taken.").waitFor()
  expect(await page.getByLabel('New password').evaluate((field) => field === document.activeElement)).toBe(
    true,
  )
  await page.getByLabel('New password').fill(password)
  await page.getByRole('button', { name: 'Set the password and sign in' }).click()
  await page.waitForURL(`${origin}/hearings`)

  await page.getByRole('link', { name: 'My account' }).click()
  await page.getByRole('button', { name: 'Set up' }).click()
  await page.getByRole('img', { name: 'QR code of the secret below' }).waitFor()
  const secret = ((await page.locator('.copy-line__code').textContent()) ?? '').replaceAll(' ', '')
  await page.getByLabel('Code from the app').fill('000000')
  await page.getByRole('button', { name: 'Turn on' }).click()
  await page.getByText('This code is wrong').waitFor()
  await page.getByLabel('Code from the app').fill(codeAt(secret, Date.now()))
  await page.getByRole('button', { name: 'Turn on' }).click()
  const codes = page.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await codes.nth(9).waitFor()
  const recoveryCode = (await codes.first().textContent()) ?? ''
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByText('10 recovery codes left.').waitFor()

  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await signIn(page)
  // The code of this half minute is spent; the next one is taken already, as of a telephone whose clock is fast.
  await page.getByLabel('Code', { exact: true }).fill(codeAt(secret, Date.now() + stepMs))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(`${origin}/hearings`)

  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await signIn(page)
  await page.getByLabel('Code', { exact: true }).fill(recoveryCode)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL(`${origin}/hearings`)

  const devTools = await page.context().newCDPSession(page)
  await devTools.send('WebAuthn.enable')
  await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  })
  await page.getByRole('link', { name: 'My account' }).click()
  await page.getByText('9 recovery codes left.').waitFor()
  await page.getByLabel('Name of the new passkey').fill('My telephone')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByText('The passkey is added.').waitFor()
  await page.getByRole('button', { name: 'Remove the passkey My telephone' }).waitFor()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.waitForURL(`${origin}/hearings`)
  expect(refusals(problems)).toEqual([])

  const again = await visit(link)
  await again.page.getByText('This link was used already').waitFor()
})
