import { describe, expect, test } from 'vitest'
import { sourceFrom, type SourceDraft } from './source-draft.ts'

const draft: SourceDraft = { kind: 'rtsp', url: ' rtsp://10.0.0.7:554/stream1 ', login: '', password: '' }

describe('sourceFrom()', () => {
  test('is a camera that asks for no login', () => {
    expect(sourceFrom(draft)).toEqual({
      source: { kind: 'rtsp', url: 'rtsp://10.0.0.7:554/stream1', transport: 'auto' },
    })
  })

  test('takes login and password beside the address', () => {
    expect(sourceFrom({ ...draft, login: 'viewer', password: 'p@ss' })).toEqual({
      source: {
        kind: 'rtsp',
        url: 'rtsp://10.0.0.7:554/stream1',
        transport: 'auto',
        login: 'viewer',
        password: 'p@ss',
      },
    })
  })

  test.for([
    [{ url: '' }, 'url'],
    [{ url: 'http://10.0.0.7/' }, 'url'],
    [{ url: 'rtsp://admin:secret@10.0.0.7/' }, 'loginInUrl'],
    [{ password: 'secret' }, 'login'],
  ] satisfies [Partial<SourceDraft>, string][])('says what is wrong with %j', ([wrong, amiss]) => {
    expect(sourceFrom({ ...draft, ...wrong })).toEqual({ amiss })
  })

  test('needs nothing for the test picture', () => {
    expect(sourceFrom({ ...draft, kind: 'test', url: '' })).toEqual({ source: { kind: 'test' } })
  })
})
