import { beforeEach, describe, expect, test } from 'vitest'
import { pagePaths } from '@press-gallery/server/http/pages'
import { WorkerStage } from './testing/worker-stage.ts'

/** What a server of this build answers. `without`: what it does not. */
function server(build: string, without: (path: string) => boolean = () => false) {
  const files = [`/assets/main-${build}.js`, '/assets/inter.woff2']
  return (path: string): Promise<Response> => {
    if (without(path)) return Promise.reject(new TypeError('Failed to fetch'))
    const list = { build, files }
    if (path === '/shell.json') return Promise.resolve(Response.json({ people: list, device: list }))
    if (path.startsWith('/assets/') && !files.includes(path))
      return Promise.resolve(new Response('', { status: 404 }))
    return Promise.resolve(new Response(path.startsWith('/assets/') ? path : `page of ${build}`))
  }
}
const away = () => Promise.reject(new TypeError('Failed to fetch'))
const shellOf = (build: string): string[] => [`/assets/inter.woff2`, `/assets/main-${build}.js`, '/screen']

describe.for(['/screen', '/bench'])('at %s', (scope) => {
  let stage: WorkerStage
  beforeEach(async () => {
    stage = new WorkerStage(scope)
    stage.answers = server('one')
    await stage.install()
  })

  test('the page comes up without the server, whole', async () => {
    stage.answers = away
    stage.start()
    expect(await stage.get(scope)).toBe('page of one')
    expect(await stage.get('/assets/main-one.js', 'cors')).toBe('/assets/main-one.js')
  })

  test('a newer version is never kept back, and leaves nothing of the one before', async () => {
    stage.answers = server('two')
    expect(await stage.get(scope)).toBe('page of two')
    expect(stage.kept()).toEqual(shellOf('two'))
  })

  test.for([
    ['a file of it', (path: string) => path === '/assets/main-two.js'],
    ['its page', (path: string) => path === '/screen'],
  ] as const)('a newer version without %s is not taken by half', async ([, without]) => {
    stage.answers = server('two', without)
    expect(await stage.get(scope)).toBe('page of one')
    expect(await stage.keep()).toBeNull()
    stage.answers = away
    expect(await stage.get(scope)).toBe('page of one')
    stage.answers = server('two')
    expect(await stage.keep()).toBe('two')
    expect(stage.kept()).toEqual(shellOf('two'))
  })

  test('what a power cut left by half is not taken for whole', async () => {
    stage.caches.set('press-gallery-device-two', new Map([['/assets/main-two.js', new Response('half')]]))
    stage.answers = away
    stage.start()
    expect(await stage.get(scope)).toBe('page of one')
    stage.answers = server('two')
    expect(await stage.get(scope)).toBe('page of two')
    expect(stage.kept()).toEqual(shellOf('two'))
  })
})

describe('for people', () => {
  let stage: WorkerStage
  beforeEach(async () => {
    stage = new WorkerStage('/')
    stage.answers = server('one')
    await stage.install()
  })

  test('the page is what the server answers, always', async () => {
    stage.answers = server('two')
    expect(await stage.get('/hearings')).toBe('page of two')
    stage.answers = () => Promise.resolve(new Response('gone', { status: 404 }))
    expect(await stage.get('/watch/hearing-1')).toBe('gone')
  })

  test('without the server it is what is kept, and so behind a proxy that says so', async () => {
    stage.answers = away
    expect(await stage.get('/watch/hearing-1')).toBe('page of one')
    stage.answers = () => Promise.resolve(new Response('Bad Gateway', { status: 502 }))
    expect(await stage.get('/hearings')).toBe('page of one')
  })

  test('every page that the server has is known here, but those of devices, which have their own', async () => {
    stage.answers = server('one')
    const left: string[] = []
    for (const path of pagePaths) if ((await stage.get(path)) === null) left.push(path)
    expect(left).toEqual(['/screen', '/bench'])
  })
})

test.for(['/', '/screen'])(
  'at %s nothing is ever kept but the shell, whatever is asked for',
  async (scope) => {
    const stage = new WorkerStage(scope)
    stage.answers = server('one')
    await stage.install()
    const others = [
      '/api/session',
      '/api/hearings',
      '/api/hearings/hearing-1/token',
      '/hls/hearing-1/index.m3u8',
      '/hls/hearing-1/segment-1.m4s',
      '/socket.io/',
      '/shell.json',
      '/metrics',
    ]
    for (const path of others)
      for (const mode of ['navigate', 'cors'] as const)
        expect([path, mode, await stage.get(path, mode)]).toEqual([path, mode, null])
    for (const path of ['/hearings', '/watch/hearing-1', '/screen']) await stage.get(path)
    expect(stage.kept()).toEqual(shellOf('one'))
  },
)
