import type { DevicePresence } from '../access/device-presence.ts'
import type { Device, Devices } from '../access/devices.ts'
import type { Pairings } from '../access/pairings.ts'
import {
  pairingRequest,
  pairRequest,
  screenChange,
  type PairingAnswer,
  type PairingState,
  type ScreenSummary,
} from '../protocol/screens.ts'
import { cookieNames, pairingsPath, readCookie, setCookie, type CookieSettings } from './cookies.ts'
import { pathId } from './path-parameter.ts'
import type { Routes } from './routes.ts'
import { browserOf, setSessionCookies } from './session-cookies.ts'

export interface ScreenRoutesOptions {
  pairings: Pairings
  devices: Devices
  devicePresence: DevicePresence
  cookies: CookieSettings
  nowMs: () => number
}

/** How displays and benches become known, and what staff tell them to show. */
export function addScreenRoutes(routes: Routes, options: ScreenRoutesOptions): void {
  const { devices, devicePresence, nowMs } = options
  addPairingRoutes(routes, options)

  const summaryOf = (device: Device): ScreenSummary => {
    const { id, kind, name, courtroomId, settings, pairedMs } = device
    const { online, health } = devicePresence.of(id)
    const seenMs = online ? Math.floor(nowMs()) : device.seenMs
    return { id, kind, name, courtroomId, settings, pairedMs, online, seenMs, health }
  }

  routes.addStaff(
    'get',
    '/api/courts/:courtId/screens',
    { permission: 'court.see', of: 'court' },
    async (_request, response, { courtId }) => {
      response.json({ screens: (await devices.list(courtId)).map(summaryOf) })
    },
  )

  routes.addStaff(
    'post',
    '/api/courts/:courtId/screens',
    { permission: 'screens.manage', of: 'court' },
    async (request, response, { courtId, personId }) => {
      const wanted = pairRequest.parse(request.body)
      response.status(201).json(summaryOf(await devices.pair(courtId, wanted, personId)))
    },
  )

  routes.addStaff(
    'patch',
    '/api/screens/:screenId',
    { permission: 'screens.manage', of: 'screen' },
    async (request, response, { personId }) => {
      const change = screenChange.parse(request.body)
      response.json(summaryOf(await devices.change(pathId(request, 'screenId'), change, personId)))
    },
  )

  routes.addStaff(
    'post',
    '/api/screens/:screenId/blink',
    { permission: 'screens.manage', of: 'screen' },
    (request, response) => {
      devicePresence.blink(pathId(request, 'screenId'))
      response.status(204).end()
    },
  )

  routes.addStaff(
    'delete',
    '/api/screens/:screenId',
    { permission: 'screens.manage', of: 'screen' },
    async (request, response, { personId }) => {
      await devices.remove(pathId(request, 'screenId'), personId)
      response.status(204).end()
    },
  )
}

function addPairingRoutes(routes: Routes, { pairings, devices, cookies, nowMs }: ScreenRoutesOptions): void {
  routes.add('post', '/api/pairings', 'public', async (request, response) => {
    const { kind } = pairingRequest.parse(request.body)
    const { secret, code, untilMs } = await pairings.begin(kind, request.ip ?? '')
    setCookie(response, cookieNames.pairing, secret, {
      ...cookies,
      path: pairingsPath,
      sameSite: 'strict',
      endsAtMs: untilMs,
      nowMs: nowMs(),
    })
    response.status(201).json({ code, untilMs } satisfies PairingAnswer)
  })

  routes.add('get', '/api/pairings/mine', 'public', async (request, response) => {
    const standing = pairings.look(readCookie(request, cookieNames.pairing))
    const answer = (state: PairingState): void => void response.json(state)
    if (standing.state !== 'paired') return answer(standing)
    const session = await devices.begin(standing.deviceId, browserOf(request))
    if (session === undefined) return answer({ state: 'ended' })
    setSessionCookies(response, { session, device: null }, { ...cookies, nowMs: nowMs() })
    answer({ state: 'paired', kind: standing.kind })
  })
}
