/** One picture of the sheet; its file stands beside the sheet's. */
export interface Picture {
  page: string
  format: string
  language: string
  theme: string
  file: string
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** All pictures below each other, page by page, to be looked through in one go. */
export function contactSheet(pictures: readonly Picture[]): string {
  const pages = [...new Set(pictures.map(({ page }) => page))]
  const sections = pages.map((name) => {
    const figures = pictures
      .filter(({ page }) => page === name)
      .map(({ file, format, language, theme }) => {
        const words = `${format} · ${language} · ${theme}`
        return `<figure><a href="${escaped(file)}"><img loading="lazy" src="${escaped(file)}" alt="${escaped(`${name}, ${words}`)}"></a><figcaption>${escaped(words)}</figcaption></figure>`
      })
    return `<section id="${escaped(name)}"><h2>${escaped(name)}</h2>${figures.join('\n')}</section>`
  })
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Press Gallery: pictures of its pages</title>
<style>
  body { font: 14px system-ui, sans-serif; margin: 1rem; background: #888 }
  section { display: flex; flex-wrap: wrap; gap: 1rem; align-items: start }
  h2 { flex: 1 0 100% }
  figure { margin: 0 }
  img { display: block; max-width: 30rem; max-height: 40rem; border: 1px solid #444 }
</style>
<nav>${pages.map((name) => `<a href="#${escaped(name)}">${escaped(name)}</a>`).join(' · ')}</nav>
${sections.join('\n')}
</html>
`
}
