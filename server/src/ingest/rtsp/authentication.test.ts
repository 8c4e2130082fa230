import { describe, expect, test } from 'vitest'
import { Authorizer, chooseChallenge, type RtspCredentials } from './authentication.ts'

function answer(
  value: string,
  login: RtspCredentials,
  method: string,
  uri: string,
  clientNonce?: string,
): string {
  const challenge = chooseChallenge([value])
  if (!challenge) throw new Error('no challenge')
  return new Authorizer(challenge, login, clientNonce).header(method, uri)
}

describe('the answer to a challenge', () => {
  const mufasa = { username: 'Mufasa', password: 'Circle Of Life' }

  test('RFC 2617, 3.5: MD5 with qop=auth', () => {
    const value =
      'Digest realm="testrealm@host.com", qop="auth,auth-int", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"'
    const header = answer(value, mufasa, 'GET', '/dir/index.html', '0a4f113b')
    expect(header).toContain('response="6629fae49393a05397450978507c4ef1"')
    expect(header).toContain('opaque="5ccc069c403ebaf9f0171e9517f40e41"')
    expect(header).toContain('nc=00000001')
  })

  test.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('RFC 7616, 3.9.1: %s', (algorithm, response) => {
    const value = `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`
    const clientNonce = 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ'
    const login = { username: 'Mufasa', password: 'Circle of Life' }
    expect(answer(value, login, 'GET', '/dir/index.html', clientNonce)).toContain(`response="${response}"`)
  })

  test('without qop, as cameras do: no cnonce, no count', () => {
    const header = answer('Digest realm="cam", nonce="abc"', mufasa, 'DESCRIBE', 'rtsp://cam/1')
    expect(header).not.toContain('cnonce')
    expect(header).not.toContain('algorithm')
  })

  test('the password is in no Digest header', () => {
    expect(
      answer('Digest realm="cam", nonce="abc", qop="auth"', mufasa, 'PLAY', 'rtsp://cam/1'),
    ).not.toContain('Circle')
  })
})

describe('the choice of a challenge', () => {
  test('the strongest of several headers', () => {
    const challenge = chooseChallenge([
      'Basic realm="cam"',
      'Digest realm="cam", nonce="a"',
      'Digest realm="cam", nonce="b", algorithm=SHA-256',
    ])
    expect(challenge).toMatchObject({ scheme: 'digest', nonce: 'b' })
  })

  test('several in one header, with commas in them', () => {
    const challenge = chooseChallenge(['Basic realm="a, b", Digest realm="c", nonce="n", stale=TRUE'])
    expect(challenge).toMatchObject({ scheme: 'digest', realm: 'c', stale: true })
  })

  test.each([
    '',
    'Bearer realm="x"',
    'Digest realm="no nonce"',
    'Digest nonce="n", algorithm=ROT13',
    'Digest',
    '=,=,"',
  ])('nothing that we can answer: %s', (value) => expect(chooseChallenge([value])).toBeNull())
})
