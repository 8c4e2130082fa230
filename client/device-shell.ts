import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'

const listName = 'device-shell.json'
/** What the displays' pages begin with, and what they load when they know that they are one. */
const entries = [/\/index\.html$/, /\/src\/wall\/device-page\.tsx$/]

/**
 * Writes down all files of the displays' pages, for the worker that keeps them on the device (`public/device-worker.js`): what
 * they import, at once or later, with its styles, fonts and images.
 */
export function deviceShell(): Plugin {
  return {
    name: 'device-shell',
    apply: 'build',
    generateBundle(_options, bundle) {
      const files = new Set<string>()
      const add = (name: string, later: boolean): void => {
        if (files.has(name)) return
        files.add(name)
        const chunk = bundle[name]
        if (chunk?.type !== 'chunk') return
        for (const other of chunk.viteMetadata?.importedCss ?? []) files.add(other)
        for (const other of chunk.viteMetadata?.importedAssets ?? []) files.add(other)
        for (const other of chunk.imports) add(other, later)
        for (const other of chunk.dynamicImports) if (later || isWords(other)) add(other, true)
      }
      /** Words come as a file for each language, and a display may be told another one. */
      const isWords = (name: string): boolean => {
        const chunk = bundle[name]
        return chunk?.type === 'chunk' && /\/src\/i18n\//.test(chunk.facadeModuleId ?? '')
      }
      const starts = Object.values(bundle).flatMap((chunk) => {
        if (chunk.type !== 'chunk') return []
        const id = chunk.facadeModuleId ?? ''
        return entries.some((entry) => entry.test(id)) ? [{ chunk, later: !id.endsWith('.html') }] : []
      })
      if (starts.length !== entries.length) this.error('the pages of the displays are not where they were')
      for (const { chunk, later } of starts) add(chunk.fileName, later)
      // Styles name their fonts by themselves.
      for (const asset of Object.values(bundle))
        if (asset.type === 'asset' && asset.fileName.endsWith('.woff2')) files.add(asset.fileName)
      const paths = [...files].toSorted().map((name) => `/${name}`)
      const build = createHash('sha256').update(paths.join('\n')).digest('hex').slice(0, 16)
      this.emitFile({
        type: 'asset',
        fileName: listName,
        source: JSON.stringify({ build, files: paths }),
      })
    },
  }
}
