import { describe, expect, it } from 'vitest'
import { readConfig, SettingsError } from './config.ts'
import { settingsTable } from './settings.ts'

const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof SettingsError) return error.problems
    throw error
  }
}

describe('settings', () => {
  it('have safe defaults', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      tokenLifetimeS: 600,
      recorder: true,
    })
  })

  it('take an empty value for none', () => {
    expect(readConfig({ PRESS_GALLERY_PORT: '' }).port).toBe(8080)
  })

  it.each([
    {
      name: 'an unknown key',
      env: { PRESS_GALLERY_LOG_LEVLE: 'debug' },
      says: 'PRESS_GALLERY_LOG_LEVLE is no setting of Press Gallery: write PRESS_GALLERY_LOG_LEVEL?',
    },
    {
      name: 'a port out of range',
      env: { PRESS_GALLERY_PORT: '70000' },
      says: 'PRESS_GALLERY_PORT is not usable: write a number from 0 to 65535.',
    },
    {
      name: 'a host name to listen at, which WebRTC can not',
      env: { PRESS_GALLERY_HOST: 'press.example' },
      says: 'PRESS_GALLERY_HOST is not usable: write an address of this machine, such as 127.0.0.1.',
    },
    {
      name: 'no number',
      env: { PRESS_GALLERY_PORT: '80a' },
      says: 'PRESS_GALLERY_PORT is not usable: write a number from 0 to 65535.',
    },
    {
      name: 'a token life beyond ten minutes',
      env: { PRESS_GALLERY_TOKEN_LIFETIME_S: '601' },
      says: 'PRESS_GALLERY_TOKEN_LIFETIME_S is not usable: write a number from 5 to 600.',
    },
    {
      name: 'a switch that is neither on nor off',
      env: { PRESS_GALLERY_RECORDER: 'true' },
      says: 'PRESS_GALLERY_RECORDER is not usable: write on or off.',
    },
    {
      name: 'half a certificate',
      env: { PRESS_GALLERY_TLS_CERT: '/dev/null' },
      says: 'PRESS_GALLERY_TLS_CERT and PRESS_GALLERY_TLS_KEY go together: set both or neither.',
    },
    {
      name: 'a certificate that is not there',
      env: { PRESS_GALLERY_TLS_CERT: '/nowhere/a', PRESS_GALLERY_TLS_KEY: '/dev/null' },
      says: 'PRESS_GALLERY_TLS_CERT names a file that is not there: write the path of one that is, or leave it out.',
    },
    {
      name: 'a proxy in front and WebRTC that only this machine reaches',
      env: { PRESS_GALLERY_TRUST_PROXY: 'loopback' },
      says: expect.stringContaining('set PRESS_GALLERY_RTC_LISTEN to the addresses'),
    },
    {
      name: 'passwords in clear over a network',
      env: { PRESS_GALLERY_HOST: '0.0.0.0' },
      says: expect.stringMatching(/^PRESS_GALLERY_HOST opens plain HTTP .* set PRESS_GALLERY_TLS_CERT/),
    },
  ])('stop the start for $name, with what to write', ({ env, says }) => {
    expect(problemsOf(env)).toEqual([says])
  })

  it('name every problem at once and never a value', () => {
    const problems = problemsOf({
      PRESS_GALLERY_METRICS_TOKEN: 'short-secret',
      PRESS_GALLERY_PORT: 'x9x',
      PRESS_GALLERY_X: 'y8y',
    })
    expect(problems).toHaveLength(3)
    expect(problems.join('\n')).not.toMatch(/short-secret|x9x|y8y/)
  })

  it('are each described, with a unit or a meaning that needs none', () => {
    expect(settingsTable().filter(({ says }) => says === '')).toEqual([])
    expect(settingsTable()).toContainEqual({
      name: 'PRESS_GALLERY_TOKEN_LIFETIME_S',
      unit: 's',
      default: '600',
      says: 'How long a hearing token is good',
    })
  })
})
