import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAccounts } from '@press-gallery/server/access/accounts'
import { sealingKey } from '@press-gallery/server/access/sealed-secret'
import { readCourtFile } from '@press-gallery/server/court-file'
import { afterAll, describe, expect, it } from 'vitest'
import { prepareCourt } from './court.mjs'

describe("the demo's court", () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'press-gallery-demo-court-'))
  const file = join(dataDir, 'court.json')
  const read = () => readCourtFile(file, () => sealingKey(dataDir))
  afterAll(() => rm(dataDir, { recursive: true }))

  it('is one that the server takes, with passwords that are new each time and stored only as hashes', async () => {
    const first = await prepareCourt({ dataDir })
    const { accounts } = await prepareCourt({ dataDir })
    expect(read().courtrooms[0]?.source).toEqual({ kind: 'test' })
    const [technician, journalist, stranger] = accounts.map(({ login }) => login)
    const people = await createAccounts(read().accounts)
    for (const { login, password } of accounts) {
      expect(await people.checkPassword(login, password)).toBe(true)
      expect(readFileSync(file, 'utf8')).not.toContain(password)
    }
    expect(await people.checkPassword(technician ?? '', first.accounts[0]?.password ?? '')).toBe(false)
    const may = [technician, journalist, stranger].map((login) =>
      people.mayWatch(login ?? '', first.hearing.id),
    )
    expect(may).toEqual([true, true, false])
    expect(statSync(file).mode & 0o077).toBe(0)
  })

  it("seals the login of a camera's address and keeps the rest of it as it was written", async () => {
    await prepareCourt({ dataDir, source: 'rtsp://ad%40min:p%3Aw@[::1]:8554/Main/av?Channel=1&q=a%2Fb' })
    expect(read().courtrooms[0]?.source).toEqual({
      kind: 'rtsp',
      url: 'rtsp://[::1]:8554/Main/av?Channel=1&q=a%2Fb',
      transport: 'auto',
      credentials: { username: 'ad@min', password: 'p:w' },
    })
    expect(readFileSync(file, 'utf8')).not.toMatch(/p:w|p%3Aw|ad%40min/)
  })

  it('takes a file that is there, and says so of one that is not', async () => {
    const media = join(dataDir, 'a.mp4')
    await expect(prepareCourt({ dataDir, source: media })).rejects.toThrow(
      `--source: there is no file ${media}`,
    )
    writeFileSync(media, '')
    await prepareCourt({ dataDir, source: media })
    expect(read().courtrooms[0]?.source).toEqual({ kind: 'file', path: media })
    await expect(prepareCourt({ dataDir, source: 'http://camera/x' })).rejects.toThrow('must be rtsp://')
  })
})
