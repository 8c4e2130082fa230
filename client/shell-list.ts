import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'

const listName = 'shell.json'
const pageName = 'index.html'
const start = /\/index\.html$/
/** What the displays' pages load once they know that they are one. */
const devicePage = /\/src\/wall\/device-page\.tsx$/

/**
 * Writes down the files of the pages' shell, for the worker that keeps them on the device (`public/shell-worker.js`). `people`: what
 * every page begins with, and the words in all languages. `device`: that, and all that the displays' pages import, at once or later.
 * A page tells in `<meta name="build">` which build for displays it belongs to.
 */
export function shellList(): Plugin {
  return {
    name: 'shell-list',
    apply: 'build',
    // After the page itself has been made.
    enforce: 'post',
    generateBundle(_options, bundle) {
      const chunkOf = (name: string) => {
        const chunk = bundle[name]
        return chunk?.type === 'chunk' ? chunk : undefined
      }
      /** Words come as a file for each language, and another one may be chosen, or told. */
      const isWords = (name: string): boolean => /\/src\/i18n\//.test(chunkOf(name)?.facadeModuleId ?? '')
      const add = (files: Set<string>, name: string, later: boolean): void => {
        if (files.has(name)) return
        files.add(name)
        const chunk = chunkOf(name)
        if (chunk === undefined) return
        for (const other of chunk.viteMetadata?.importedCss ?? []) files.add(other)
        for (const other of chunk.viteMetadata?.importedAssets ?? []) files.add(other)
        for (const other of chunk.imports) add(files, other, later)
        for (const other of chunk.dynamicImports) if (later || isWords(other)) add(files, other, later)
      }
      const startingWith = (entry: RegExp): string => {
        const found = Object.values(bundle).find(
          (chunk) => chunk.type === 'chunk' && entry.test(chunk.facadeModuleId ?? ''),
        )
        return found?.fileName ?? this.error(`there is no chunk for ${entry.source}`)
      }
      const people = new Set<string>()
      add(people, startingWith(start), false)
      // Styles name their fonts by themselves.
      for (const { fileName } of Object.values(bundle)) if (fileName.endsWith('.woff2')) people.add(fileName)
      // Whose later parts are all the other pages.
      const device = new Set([startingWith(start)])
      add(device, startingWith(devicePage), true)
      for (const name of people) device.add(name)

      const list = { people: shelf(people), device: shelf(device) }
      this.emitFile({ type: 'asset', fileName: listName, source: JSON.stringify(list) })
      const page = bundle[pageName]
      if (page?.type !== 'asset') this.error(`there is no ${pageName}`)
      const html = String(page.source)
      page.source = html.replace(
        '</head>',
        `  <meta name="build" content="${list.device.build}" />\n  </head>`,
      )
    },
  }
}

/** Files have a hash in their names: other files are another build. */
function shelf(names: Iterable<string>): { build: string; files: string[] } {
  const files = [...names].toSorted().map((name) => `/${name}`)
  return { build: createHash('sha256').update(files.join('\n')).digest('hex').slice(0, 16), files }
}
