// Writes the README's table of settings, which `server/test/readme.test.ts` compares with the schema.
import { readFileSync, writeFileSync } from 'node:fs'
import { settingsTable } from '@press-gallery/server/settings'

const readme = new URL('../README.md', import.meta.url)
const markers = /(<!-- settings -->)[\s\S]*?(<!-- \/settings -->)/

const rows = settingsTable().map(({ name, unit, default: preset, says }) => [
  `\`${name}\``,
  unit,
  preset === '' ? '' : `\`${preset}\``,
  says,
])
const table = [['setting', 'unit', 'default', 'meaning'], ['---', '---', '---', '---'], ...rows]
const lines = table.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
writeFileSync(
  readme,
  readFileSync(readme, 'utf8').replace(
    markers,
    (_, from: string, to: string) => `${from}\n\n${lines}\n\n${to}`,
  ),
)
