import { expect, test } from 'vitest'
import { formatRatios, formatTable, ratios, type Row } from './table.ts'

const row = (system: string, p50: number, p95: number): Row => ({
  system,
  metric: 'glass to glass',
  unit: 'ms',
  summary: { p50, p95, min: 0, max: 200, n: 40 },
})

test('formatTable() lines its columns up, and shows what could not be measured', () => {
  const rows: Row[] = [
    row('ours', 86.4, 103),
    { system: 'ours', metric: 'CPU', unit: '% of a core', summary: null },
  ]
  expect(formatTable(rows)).toBe(
    [
      'metric          system  unit         p50  p95  max   n',
      'glass to glass  ours    ms            86  103  200  40',
      'CPU             ours    % of a core    -    -    -   0',
    ].join('\n'),
  )
})

test('ratios() compares what both have, ours over theirs', () => {
  const found = ratios(
    [row('Janus', 100, 200), row('ours', 80, 150), { ...row('ours', 1, 1), metric: 'HLS' }],
    'ours',
    'Janus',
  )
  expect(found).toEqual([
    { metric: 'glass to glass', share: 'p50', value: 0.8 },
    { metric: 'glass to glass', share: 'p95', value: 0.75 },
  ])
  expect(formatRatios(found, 'ours', 'Janus')).toContain('glass to glass  p95          0.75')
})
