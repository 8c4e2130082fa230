import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

export const courtId = 'soak-court'
/** As many as a wall shows. */
export const roomIds = Array.from({ length: 9 }, (_, index) => `courtroom-${index + 1}`)

const accounts = [
  { login: 'technician', role: 'technician' },
  { login: 'clerk', role: 'clerk' },
  { login: 'press', role: 'press_officer' },
  { login: 'journalist', role: 'journalist' },
  { login: 'colleague', role: 'journalist' },
] as const
export type Login = (typeof accounts)[number]['login']

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface SoakCourt {
  passwordOf(login: Login): string
}

/** Writes a court of nine courtrooms, all with this camera, into a new store in `dataDir`. */
export async function prepareCourt(dataDir: string, cameraUrl: string): Promise<SoakCourt> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const passwords = accounts.map(() => randomBytes(12).toString('base64url'))
  const hashes = (await command('demo/hash-passwords.ts', [], dataDir, `${passwords.join('\n')}\n`)).split(
    '\n',
  )
  const file = join(dataDir, 'court.json')
  const court = {
    id: courtId,
    court: 'Soak',
    names: { kk: 'Облыстық сот', ru: 'Областной суд', en: 'Regional court' },
    courtrooms: roomIds.map((id, index) => ({
      id,
      name: `Зал № ${index + 1}`,
      source: { kind: 'rtsp', url: cameraUrl },
    })),
    accounts: accounts.map(({ login, role }, index) => ({
      login,
      roles: [role],
      passwordHash: hashes[index],
    })),
  }
  await writeFile(file, JSON.stringify(court), { mode: 0o600 })
  await command('import-court.ts', [file], dataDir)
  return { passwordOf: (login) => passwords[accounts.findIndex((one) => one.login === login)] ?? '' }
}

/** Settings of a production installation are not for this. */
export const ownEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('PRESS_GALLERY_')))

async function command(
  name: string,
  parameters: readonly string[],
  dataDir: string,
  input = '',
): Promise<string> {
  const child = spawn(process.execPath, [join(root, 'infra', name), ...parameters], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...ownEnvironment(), PRESS_GALLERY_DATA_DIR: dataDir },
  })
  child.stdin.end(input)
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [said, complaints, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  if (code !== 0) throw new Error(`${name} failed: ${complaints}`)
  return said.trim()
}
