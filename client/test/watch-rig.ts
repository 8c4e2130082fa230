import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCamera, type Camera, type CameraOptions } from '../../infra/camera/start-camera.ts'
import { hashPassword } from '@press-gallery/server/access/passwords'
import { sealingKey } from '@press-gallery/server/access/sealed-secret'
import { createAuditLog } from '@press-gallery/server/audit/audit-log'
import { readCourtFile } from '@press-gallery/server/court-file'
import { importCourt } from '@press-gallery/server/court-import'
import { attendanceView, type AttendanceView } from '@press-gallery/server/protocol/attendance'
import { standing, type OrderKind, type Standing } from '@press-gallery/server/protocol/hearing-state'
import { openStore } from '@press-gallery/server/store/open-store'
import { startServer, type ServerProcess } from '../../server/test/server-process.ts'

/** The whole system with one real camera: the built client, served by the real server. */
export interface WatchRig {
  readonly url: string
  readonly hearing: { id: string; title: string }
  /** Of every account: `journalist` and `reporter` (accredited), `stranger` (to nothing), and one of each kind of staff. */
  readonly password: string
  readonly camera: Camera
  /** As a script of this person's asks it, past the pages. */
  call(login: string, method: string, path: string, body?: object): Promise<Response>
  /** Ordered of the hearing, by the clerk where nobody else is named; rejects where it is not obeyed. */
  order(order: OrderKind, how?: { by?: string; groundId?: string }): Promise<Standing>
  /** What the clerk sees of who attends. */
  attendance(): Promise<AttendanceView>
  /** Kills the server as by pulling its plug. */
  killServer(): Promise<void>
  /** Brings it back at the same address. */
  startServer(): Promise<void>
  /** Ends server, camera and data. */
  stop(): Promise<void>
}

const hearing = { id: 'hearing-1', title: 'Ұлықбек Әбдіғали ісі: басты сот талқылауы' }
const password = 'a password for tests'

export interface WatchRigOptions {
  camera?: CameraOptions
  settings?: Record<string, string>
  undertaking?: string
  /** Further courts beside it, as court files without the passwords. */
  courts?: readonly (object & { accounts?: readonly object[] })[]
}

export async function startWatchRig(options: WatchRigOptions = {}): Promise<WatchRig> {
  const dataDir = await mkdtemp(join(tmpdir(), 'press-gallery-watch-'))
  const camera = await startCamera({
    size: { widthPx: 640, heightPx: 360 },
    bitrateKbps: 600,
    flashBeep: true,
    ...options.camera,
  })
  const passwordHash = await hashPassword(password)
  await importInto(dataDir, [
    court(camera.url, passwordHash, options.undertaking),
    ...(options.courts ?? []).map(({ accounts = [], ...rest }) => ({
      ...rest,
      accounts: accounts.map((account) => ({ ...account, language: 'en', passwordHash })),
    })),
  ])
  // A port of its own choosing would change with a restart, and the pages with it.
  const settings = {
    PRESS_GALLERY_DATA_DIR: dataDir,
    PRESS_GALLERY_PORT: String(await freePort()),
    ...options.settings,
  }
  let server: ServerProcess | null = await startServer(dataDir, settings)
  const { url } = server
  const sessions = new Map<string, string>()
  const call: WatchRig['call'] = async (login, method, path, body) => {
    const session = sessions.get(login) ?? (await server?.signIn(login, password)) ?? ''
    sessions.set(login, session)
    return fetch(`${url}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', Cookie: session },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  }
  const path = `/api/hearings/${hearing.id}`
  const order: WatchRig['order'] = async (given, { by = 'clerk', groundId } = {}) => {
    const { version } = standing.parse(await (await call(by, 'GET', `${path}/standing`)).json())
    const answer = await call(by, 'POST', `${path}/orders`, { order: given, version, groundId })
    if (!answer.ok) throw new Error(`the order to ${given} was answered ${answer.status}`)
    return standing.parse(await answer.json())
  }
  await order('start')
  return {
    call,
    order,
    attendance: async () =>
      attendanceView.parse(await (await call('clerk', 'GET', `${path}/attendance`)).json()),
    url,
    hearing,
    password,
    camera,
    async killServer() {
      await server?.stop('SIGKILL')
      server = null
    },
    async startServer() {
      server ??= await startServer(dataDir, settings)
    },
    async stop() {
      await server?.stop('SIGTERM')
      server = null
      await camera.stop()
      await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
    },
  }
}

const nowMs = (): number => Date.now()

async function importInto(dataDir: string, courts: readonly object[]): Promise<void> {
  const file = join(dataDir, 'court.json')
  const store = await openStore({ sqliteFile: join(dataDir, 'press-gallery.sqlite') })
  const { database } = store
  const audit = createAuditLog(nowMs)
  for (const content of courts) {
    await writeFile(file, JSON.stringify(content))
    await importCourt(readCourtFile(file), { database, audit, sealingKey: sealingKey(dataDir), nowMs })
  }
  await store.close()
}

function court(cameraUrl: string, passwordHash: string, undertaking?: string): object {
  return {
    id: 'court-1',
    court: 'A court',
    contact: 'press@court.example',
    grounds: [
      {
        id: 'minor',
        words: {
          kk: 'іске кәмелетке толмаған адам қатысады',
          ru: 'в деле участвует несовершеннолетний',
          en: 'a minor takes part in the case',
        },
      },
    ],
    ...(undertaking === undefined
      ? {}
      : { undertaking: { kk: undertaking, ru: undertaking, en: undertaking } }),
    courtrooms: [{ id: 'room-1', name: '№ 1 зал', source: { kind: 'rtsp', url: cameraUrl } }],
    hearings: [{ ...hearing, caseNumber: '7594-26-00-1/12', courtroomId: 'room-1' }],
    accounts: [
      { login: 'journalist', roles: ['journalist'], accreditations: [hearing.id] },
      { login: 'reporter', roles: ['journalist'], accreditations: [hearing.id] },
      { login: 'stranger', roles: ['journalist'] },
      { login: 'technician', roles: ['technician'] },
      { login: 'clerk', roles: ['clerk'] },
      { login: 'press', roles: ['press_officer'] },
    ].map((account) => ({ ...account, language: 'en', passwordHash })),
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}
