// The demo's court, its people and its hearing, written into the store as an operator would do it: with a court file.
// Passwords are new at each start, and only their hashes are written.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { NODE_26, ROOT } from '../setup/paths.mjs'
import { Expected } from './expected.mjs'

const COURT = {
  id: 'demo-court',
  names: { kk: 'Демонстрациялық сот', ru: 'Демонстрационный суд', en: 'Demonstration court' },
}
/** For whoever serves more than one. Without a courtroom: a second synthetic picture would cost a quarter of a core. */
const SECOND_COURT = {
  id: 'demo-court-2',
  names: {
    kk: 'Екінші демонстрациялық сот',
    ru: 'Второй демонстрационный суд',
    en: 'Second demonstration court',
  },
}
const COURTROOM_ID = 'courtroom-1'

const hearingOf = (number) => ({
  id: number === 1 ? 'demo-hearing' : `demo-hearing-${number}`,
  title: 'Демонстрационное заседание · Демонстрациялық отырыс · Demonstration hearing',
  caseNumber: `7599-25-00-4/${number}`,
  courtroomId: COURTROOM_ID,
  judge: 'А. Б. Демонстрационный',
})

const GROUNDS = [
  {
    id: 'demo-state-secret',
    words: {
      kk: 'Мемлекеттік құпияны қорғау',
      ru: 'Охрана государственной тайны',
      en: 'Protection of a state secret',
    },
  },
  {
    id: 'demo-private-life',
    words: { kk: 'Жеке өмірге қол сұғылмаушылық', ru: 'Тайна частной жизни', en: 'Private life' },
  },
  {
    id: 'demo-safety',
    words: {
      kk: 'Процеске қатысушының қауіпсіздігі',
      ru: 'Безопасность участника процесса',
      en: 'Safety of a participant',
    },
  },
  {
    id: 'demo-minors',
    words: {
      kk: 'Кәмелетке толмағандардың мүддесі',
      ru: 'Интересы несовершеннолетних',
      en: 'Interests of minors',
    },
  },
]

/** Of all courts. */
const OWNER = 'owner'

const people = (hearingId) => [
  { role: 'technician', login: 'technician', name: 'Ерлан Ахметов', note: 'runs the courtroom' },
  {
    role: 'journalist',
    login: 'journalist',
    name: 'Айгүл Сәрсенова',
    note: 'accredited to the hearing',
    accreditations: [hearingId],
  },
  { role: 'journalist', login: 'stranger', name: 'Тимур Ким', note: 'accredited to nothing' },
  { role: 'clerk', login: 'clerk', name: 'Марина Соколова', note: 'opens and closes the session' },
  { role: 'press_officer', login: 'press', name: 'Дана Нұрланова', note: 'schedules and accredits' },
  { role: 'administrator', login: 'admin', name: 'Олжас Бекенов', note: 'sets the court up' },
  { role: 'auditor', login: 'auditor', name: 'Ирина Волкова', note: 'reads the audit log' },
  {
    role: 'judge_coordinator',
    login: 'judge',
    name: 'Әсел Қуанышева',
    note: "writes the court's explanation",
  },
  {
    role: 'press_officer',
    login: 'region',
    name: 'Нұрлан Оспанов',
    note: 'of two courts',
    ofBothCourts: true,
  },
  {
    role: 'administrator',
    login: OWNER,
    name: 'Гүлнар Тоқтарова',
    note: 'looks after the server',
  },
]

/** Letters and digits that nobody confuses, about 80 bits. */
function newPassword() {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  return Array.from(randomBytes(16), (byte) => letters[byte % letters.length]).join('')
}

/**
 * @param {{ dataDir: string, source?: string }} wants
 * @returns {Promise<{ hearing: ReturnType<typeof hearingOf>, accounts: { role: string, login: string, password: string, note: string }[] }>}
 */
export async function prepareCourt({ dataDir, source }) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const common = { dataDir, source: await sourceOf(source, dataDir), passwords: new Map() }
  // A hearing that has ended does not begin again: the next start of the demo has the next one.
  for (let number = 1; ; number++) {
    const hearing = hearingOf(number)
    const accounts = people(hearing.id).map((person) => ({ ...person, ...passwordOf(person, common) }))
    const { hearings } = await importOf(hearing, accounts, common)
    if (hearings.some(({ state }) => OVER.includes(state))) continue
    await command('demo/give-all-courts.ts', [OWNER], '', dataDir)
    return { hearing, accounts }
  }
}

const OVER = ['ended', 'sealed', 'cancelled']

function passwordOf({ login }, { passwords }) {
  if (!passwords.has(login)) passwords.set(login, newPassword())
  return { password: passwords.get(login) }
}

async function importOf(hearing, accounts, { dataDir, source }) {
  const passwords = accounts.map(({ password }) => password).join('\n')
  const hashes = (await command('demo/hash-passwords.ts', [], passwords, dataDir)).split('\n')
  const hashed = accounts.map((account, index) => ({ ...account, passwordHash: hashes[index] }))
  await importFile(
    'second-court.json',
    {
      ...courtOf(
        SECOND_COURT,
        hashed.filter(({ ofBothCourts }) => ofBothCourts),
      ),
      courtrooms: [],
    },
    dataDir,
  )
  return importFile(
    'court.json',
    {
      ...courtOf(COURT, hashed),
      grounds: GROUNDS,
      courtrooms: [{ id: COURTROOM_ID, name: 'Зал № 1 · №1 зал · Courtroom 1', source }],
      hearings: [hearing],
    },
    dataDir,
  )
}

const courtOf = ({ id, names }, accounts) => ({
  id,
  court: names.en,
  names,
  contact: 'press@court.example',
  accounts: accounts.map(({ login, name, role, passwordHash, accreditations }) => ({
    login,
    name,
    roles: [role],
    passwordHash,
    ...(accreditations ? { accreditations } : {}),
  })),
})

/** What the command says of the court's hearings. */
async function importFile(name, court, dataDir) {
  const file = join(dataDir, name)
  writeFileSync(file, `${JSON.stringify(court, null, 2)}\n`, { mode: 0o600 })
  return JSON.parse(await command('import-court.ts', [file], '', dataDir))
}

async function sourceOf(source, dataDir) {
  if (source === undefined) return { kind: 'test' }
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(source)) {
    const path = resolve(process.env.INIT_CWD ?? '.', source)
    if (!existsSync(path)) throw new Expected(`--source: there is no file ${path}`)
    return { kind: 'file', path }
  }
  if (!URL.canParse(source) || new URL(source).protocol !== 'rtsp:') {
    throw new Expected('--source: an address must be rtsp://…, anything else is taken for a file')
  }
  // The camera's path and query stay as they were written: some cameras compare them letter by letter.
  const [, scheme, login, rest] = /^(rtsp:\/\/)(?:([^/?#]*)@)?(.*)$/i.exec(source)
  const { username, password } = new URL(source)
  if (login === undefined) return { kind: 'rtsp', url: source }
  const secret = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return {
    kind: 'rtsp',
    url: `${scheme}${rest}`,
    credentials: await command('seal-secret.ts', [], secret, dataDir),
  }
}

/** Runs one of the operator's commands as an operator would: the secret goes to its standard input. */
function command(name, parameters, secret, dataDir) {
  return new Promise((done, failed) => {
    const child = spawn(NODE_26, [join(ROOT, 'infra', name), ...parameters], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...withoutSettings(), PRESS_GALLERY_DATA_DIR: dataDir },
    })
    let out = ''
    let said = ''
    child.stdout.on('data', (data) => (out += data))
    child.stderr.on('data', (data) => (said += data))
    child.on('error', failed)
    child.on('close', (code) =>
      code === 0 ? done(out.trim()) : failed(new Expected(`${name} failed: ${said.trim()}`)),
    )
    child.stdin.end(`${secret}\n`)
  })
}

/** The demo is the same wherever it runs: settings of a production installation are not for it. */
export function withoutSettings() {
  return Object.fromEntries(Object.entries(process.env).filter(([key]) => !key.startsWith('PRESS_GALLERY_')))
}
