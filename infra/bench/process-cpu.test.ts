import { expect, test } from 'vitest'
import { CpuMeter, parseStat, partOf, type ProcessInfo } from './process-cpu.ts'

const processOf = (pid: number, parentPid: number, command: string): ProcessInfo => ({
  pid,
  parentPid,
  command,
  cpuTicks: 0,
})

test('parseStat() reads parent and CPU time past a name with brackets and spaces', () => {
  const stat = '77 (a (b) c) S 12 77 77 0 -1 4194560 900 0 0 0 310 45 9 9 20 0 11 0 5000 1 2'
  expect(parseStat(stat)).toEqual({ pid: 77, parentPid: 12, cpuTicks: 355 })
})

test.each([
  { command: '/x/node server/src/main.ts', parent: '', part: 'server and ingest' },
  { command: '/x/mediasoup-worker --logLevel=warn', parent: 'node server/src/main.ts', part: 'SFU worker' },
  { command: '/x/node /y/recorder/src/main.ts', parent: 'node server/src/main.ts', part: 'recorder' },
  { command: '/usr/bin/ffmpeg -i -', parent: 'node recorder/src/main.ts', part: 'recorder' },
  { command: 'ffmpeg -i -', parent: 'node server/src/main.ts', part: 'transcoding' },
])('partOf() puts "$command" below "$parent" under $part', ({ command, parent, part }) => {
  const child = processOf(2, 1, command)
  expect(partOf(child, [processOf(1, 0, parent), child])).toBe(part)
})

test('CpuMeter counts what this very process burns', () => {
  const meter = new CpuMeter(process.pid)
  const endMs = performance.now() + 300
  while (performance.now() < endMs);
  const total = [...meter.take().values()].reduce((sum, percent) => sum + percent, 0)
  expect(total).toBeGreaterThan(5)
})
