import { randomBytes } from 'node:crypto'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { sealSecret } from './access/sealed-secret.ts'
import { SettingsError } from './config.ts'
import { readCourtFile } from './court-file.ts'

describe('the court file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'press-gallery-court-'))
  afterAll(() => rm(folder, { recursive: true }))
  const key = randomBytes(32)
  const file = join(folder, 'court.json')

  const camera: object = { kind: 'rtsp', url: 'rtsp://10.0.0.7/main' }
  const good = () => ({
    court: 'A court',
    courtrooms: [{ id: 'room-1', name: 'Courtroom 1', source: camera }],
    hearings: [{ id: 'hearing-1', title: 'A case', caseNumber: '1/25', courtroomId: 'room-1' }],
    accounts: [
      { login: 'ann', role: 'journalist', passwordHash: '$argon2id$v=19$x', accreditations: ['hearing-1'] },
    ],
  })
  const read = (content: unknown) => {
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
    return readCourtFile(file, () => key)
  }
  const problemsOf = (content: unknown): string => {
    try {
      read(content)
      return 'none'
    } catch (error) {
      if (error instanceof SettingsError) return error.problems.join('\n')
      throw error
    }
  }
  const withSource = (source: object) => ({
    ...good(),
    courtrooms: [{ id: 'room-1', name: 'Courtroom 1', source }],
  })

  it('opens the sealed login of a camera', () => {
    const court = read(withSource({ ...camera, credentials: sealSecret(key, 'admin:p:w') }))
    expect(court.courtrooms[0]?.source).toEqual({
      ...camera,
      transport: 'auto',
      credentials: { username: 'admin', password: 'p:w' },
    })
  })

  it('says where it should be and what the smallest looks like', () => {
    expect(() => readCourtFile(join(folder, 'none.json'), () => key)).toThrow(
      /^There is no court file at .*none\.json: write one, .* The smallest is \{"court"/,
    )
  })

  it('does not take a login in an address, and does not repeat it', () => {
    const said = problemsOf(withSource({ kind: 'rtsp', url: 'rtsp://admin:hunter2@10.0.0.7/main' }))
    expect(said).toMatch(/courtrooms\.0\.source\.url: has a login in it.*npm run seal-secret/)
    expect(said).not.toContain('hunter2')
  })

  it.each([
    {
      name: 'a login in clear',
      content: withSource({ ...camera, credentials: 'admin:hunter2' }),
      says: /seal-secret/,
    },
    {
      name: 'a login sealed elsewhere',
      content: withSource({ ...camera, credentials: sealSecret(randomBytes(32), 'a:b') }),
      says: /room-1.*sealed by another installation/,
    },
    {
      name: 'a password in clear',
      content: { ...good(), accounts: [{ login: 'a', role: 'technician', passwordHash: 'hunter2' }] },
      says: /hash-password/,
    },
    { name: 'an unknown field', content: { ...good(), judge: 'x' }, says: /judge/ },
    {
      name: 'an unknown courtroom',
      content: { ...good(), hearings: [{ ...good().hearings[0], courtroomId: 'room-9' }] },
      says: /hearings\.0\.courtroomId: names no courtroom/,
    },
    {
      name: 'an unknown hearing',
      content: { ...good(), hearings: [] },
      says: /accreditations: names a hearing/,
    },
    {
      name: 'two of one name',
      content: { ...good(), accounts: [good().accounts[0], good().accounts[0]] },
      says: /accounts\.1: has the same name/,
    },
    { name: 'no JSON', content: '{"password": "hunter2",,}', says: /is not JSON/ },
  ])('names what is wrong: $name', ({ content, says }) => {
    expect(problemsOf(content)).toMatch(says)
    expect(problemsOf(content)).not.toContain('hunter2')
  })
})
