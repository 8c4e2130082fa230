import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createNewerBuild } from './newer-build.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const hourMs = 3_600_000

function rig({ own = 'old' }: { own?: string | null } = {}) {
  const server = { build: 'old', keeps: true }
  const reload = vi.fn<() => void>()
  let kept: string | null = null
  const page = () =>
    createNewerBuild({
      own,
      present: () => Promise.resolve(server.build),
      keep: () => Promise.resolve(server.keeps ? server.build : own),
      reload,
      shelf: { read: () => kept, write: (value) => void (kept = value) },
      nowMs: () => Date.now(),
    })
  return { server, reload, page }
}

test('a page takes the newer version at the first quiet moment, and not while a hearing is live', async () => {
  const { server, reload, page } = rig()
  const newer = page()
  newer.quiet(false)
  server.build = 'new'
  await newer.look()
  await vi.advanceTimersByTimeAsync(hourMs)
  expect(reload).not.toHaveBeenCalled()
  newer.quiet(true)
  await vi.advanceTimersByTimeAsync(10_000)
  // It was called and begins.
  newer.quiet(false)
  await vi.advanceTimersByTimeAsync(hourMs)
  expect(reload).not.toHaveBeenCalled()
  newer.quiet(true)
  await vi.advanceTimersByTimeAsync(20_000)
  expect(reload).toHaveBeenCalledTimes(1)
})

test('the version of the server is left alone, and so is a page in development', async () => {
  for (const own of ['old', null]) {
    const { reload, page } = rig({ own })
    const newer = page()
    newer.quiet(true)
    await newer.look()
    await vi.advanceTimersByTimeAsync(hourMs)
    expect(reload).not.toHaveBeenCalled()
  }
})

test('one that can not be kept yet is asked for again; one that does not come, once an hour', async () => {
  const { server, reload, page } = rig()
  let newer = page()
  newer.quiet(true)
  Object.assign(server, { build: 'new', keeps: false })
  await newer.look()
  await vi.advanceTimersByTimeAsync(hourMs)
  expect(reload).not.toHaveBeenCalled()
  server.keeps = true
  await newer.look()
  await vi.advanceTimersByTimeAsync(20_000)
  expect(reload).toHaveBeenCalledTimes(1)
  // The page that came is the old one still.
  newer.stop()
  newer = page()
  newer.quiet(true)
  await newer.look()
  await vi.advanceTimersByTimeAsync(hourMs / 2)
  expect(reload).toHaveBeenCalledTimes(1)
})

test('a server that was put back to the version of the page takes nothing', async () => {
  const { server, reload, page } = rig()
  const newer = page()
  server.build = 'new'
  await newer.look()
  server.build = 'old'
  await newer.look()
  newer.quiet(true)
  await vi.advanceTimersByTimeAsync(hourMs)
  expect(reload).not.toHaveBeenCalled()
})
