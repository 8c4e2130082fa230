import { expect, test } from 'vitest'
import { parseOptions } from './options.ts'

test('parseOptions() measures everything for a minute when told nothing', () => {
  expect(parseOptions([])).toEqual({
    seconds: 60,
    viewings: 1,
    joins: 20,
    only: ['webrtc', 'join', 'viewers', 'hls', 'closing', 'gate', 'pages'],
    audio: 'opus',
    driftPpm: 0,
    againstJanus: false,
    jsonFile: null,
  })
})

test('parseOptions() takes all its options', () => {
  const args = [
    '--seconds',
    '30',
    '--viewings',
    '8',
    '--joins',
    '5',
    '--only',
    'join,webrtc',
    '--against',
    'janus',
    '--json',
    'x.json',
  ]
  expect(parseOptions(args)).toEqual({
    seconds: 30,
    viewings: 8,
    joins: 5,
    only: ['webrtc', 'join'],
    audio: 'opus',
    driftPpm: 0,
    againstJanus: true,
    jsonFile: 'x.json',
  })
})

test.each([
  { args: ['--seconds', '5'], message: '--seconds: a whole number from 20 on, not "5"' },
  { args: ['--drift', '100'], message: '--drift goes with --only webrtc, recorder or both' },
  { args: ['--joins', 'many'], message: '--joins: a whole number from 1 on, not "many"' },
  {
    args: ['--only', 'webrtc,lunch'],
    message: '--only: webrtc, join, viewers, hls, closing, gate, pages, recorder, not "lunch"',
  },
  { args: ['--audio', 'mp3'], message: '--audio: opus or aac, not "mp3"' },
  { args: ['--against', 'time'], message: '--against: janus, not "time"' },
  { args: ['--against', 'janus', '--audio', 'aac'], message: 'Janus does not carry AAC' },
])('parseOptions() refuses $args', ({ args, message }) => {
  expect(() => parseOptions(args)).toThrow(message)
})
