import { describe, expect, it } from 'vitest'
import { metricTotal, metricValues } from './metrics-text.ts'

const text = `# HELP press_gallery_sfu_held What the SFU workers hold, by kind
# TYPE press_gallery_sfu_held gauge
press_gallery_sfu_held{kind="transports"} 27
press_gallery_sfu_held{kind="consumers"} 36
press_gallery_sfu_workers 2
odd{a="x",b="a \\"quoted\\" one, with {braces}"} 1.5e+3
`

describe('metricTotal()', () => {
  it('adds up what a name has, all or some of it', () => {
    expect(metricTotal(text, 'press_gallery_sfu_held')).toBe(63)
    expect(metricTotal(text, 'press_gallery_sfu_held', { kind: 'consumers' })).toBe(36)
    expect(metricTotal(text, 'press_gallery_sfu_workers')).toBe(2)
  })

  it('throws for what is not there', () => {
    expect(() => metricTotal(text, 'press_gallery_sfu')).toThrow('press_gallery_sfu')
    expect(() => metricTotal(text, 'press_gallery_sfu_held', { kind: 'routers' })).toThrow('routers')
  })
})

it('reads labels with whatever stands in them', () => {
  expect(metricValues(text, 'odd')).toEqual([
    { labels: { a: 'x', b: String.raw`a \"quoted\" one, with {braces}` }, value: 1500 },
  ])
})
