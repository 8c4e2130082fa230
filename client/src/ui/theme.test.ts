import { expect, test } from 'vitest'
import { createThemeChoice } from './theme.ts'

test("the browser's bar around the page has the colour of the theme that is chosen, not of the device's", () => {
  const root = { setAttribute: () => undefined, removeAttribute: () => undefined }
  const light = { content: '#ffffff', media: '(prefers-color-scheme: light)' }
  const dark = { content: '#19212a', media: '(prefers-color-scheme: dark)' }
  const now = (): string[] => [light.content, dark.content]
  const choice = createThemeChoice(root, [light, dark])
  expect(now()).toEqual(['#ffffff', '#19212a'])
  choice.choose('dark')
  expect(now()).toEqual(['#19212a', '#19212a'])
  choice.choose('light')
  expect(now()).toEqual(['#ffffff', '#ffffff'])
  choice.choose('system')
  expect(now()).toEqual(['#ffffff', '#19212a'])
})
