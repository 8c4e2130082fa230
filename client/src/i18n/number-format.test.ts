import { expect, test } from 'vitest'
import { numberFormat } from './number-format.ts'

/** With plain spaces for the narrow ones. */
const plain = (text: string): string => text.replaceAll(/\s/gu, ' ')

test.for([
  ['kk', '12 345,6', '7 %'],
  ['ru', '12 345,6', '7 %'],
  ['en', '12,345.6', '7%'],
])('numberFormat() in %s', ([language, decimal, percent]) => {
  expect(plain(numberFormat(language).format(12_345.6))).toBe(decimal)
  expect(plain(numberFormat(language, { style: 'percent' }).format(0.07))).toBe(percent)
})
