import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { startCamera, type Camera, type CameraOptions } from '../../infra/camera/start-camera.ts'
import { startServer, type ServerProcess } from '../../server/test/server-process.ts'
import { hashPassword } from '@press-gallery/server/access/accounts'

/** The whole system with one real camera: the built client, served by the real server. */
export interface WatchRig {
  readonly url: string
  readonly hearing: { id: string; title: string }
  /** Of every account: `journalist` (accredited), `stranger` (to nothing) and `technician`. */
  readonly password: string
  readonly camera: Camera
  /** Kills the server as by pulling its plug. */
  killServer(): Promise<void>
  /** Brings it back at the same address. */
  startServer(): Promise<void>
  /** Ends server, camera and data. */
  stop(): Promise<void>
}

const hearing = { id: 'hearing-1', title: 'Ұлықбек Әбдіғали ісі: басты сот талқылауы' }
const password = 'a password for tests'

export async function startWatchRig(
  options: { camera?: CameraOptions; settings?: Record<string, string> } = {},
): Promise<WatchRig> {
  await build({ configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)), logLevel: 'error' })
  const dataDir = await mkdtemp(join(tmpdir(), 'press-gallery-watch-'))
  const camera = await startCamera({
    size: { widthPx: 640, heightPx: 360 },
    bitrateKbps: 600,
    flashBeep: true,
    ...options.camera,
  })
  await writeFile(join(dataDir, 'court.json'), JSON.stringify(await court(camera.url)))
  // A port of its own choosing would change with a restart, and the pages with it.
  const settings = {
    PRESS_GALLERY_DATA_DIR: dataDir,
    PRESS_GALLERY_PORT: String(await freePort()),
    ...options.settings,
  }
  let server: ServerProcess | null = await startServer(dataDir, settings)
  return {
    url: server.url,
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

async function court(cameraUrl: string): Promise<unknown> {
  const passwordHash = await hashPassword(password)
  return {
    court: 'A court',
    courtrooms: [{ id: 'room-1', name: '№ 1 зал', source: { kind: 'rtsp', url: cameraUrl } }],
    hearings: [{ ...hearing, caseNumber: '7594-26-00-1/12', courtroomId: 'room-1' }],
    accounts: [
      { login: 'journalist', role: 'journalist', passwordHash, accreditations: [hearing.id] },
      { login: 'stranger', role: 'journalist', passwordHash },
      { login: 'technician', role: 'technician', passwordHash },
    ],
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
