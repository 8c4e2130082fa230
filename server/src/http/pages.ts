import express, { type Express } from 'express'
import { basename, join } from 'node:path'
import { packedFiles } from './packed-files.ts'
import type { Routes } from './routes.ts'

/** The paths of the single-page client; the server knows them so that all else is an honest 404. */
export const pagePaths: readonly string[] = [
  '/',
  '/sign-in',
  '/link',
  '/account',
  '/hearings',
  '/hearings/earlier/:before',
  '/interface',
  '/watch/:hearingId',
  '/people',
  '/courts',
  '/courts/:courtId',
  '/console',
  '/console/:courtroomId',
  '/region',
  '/region/attention',
  '/screen',
  '/bench',
  '/screens',
  '/server',
  '/server/keys',
  '/desk',
  '/desk/*place',
]

/** By these, pages that are kept on a device find out that there is a newer version. */
const neverOld = new Set(['shell.json', 'shell-worker.js'])
/** What a display's own start page (`infra/kiosk/start.html`) may load from here, to see that we answer. */
const beacon = 'icon.svg'

/** The built client. Files under `assets/` carry a hash in their name and never change. */
export function addPages(app: Express, routes: Routes, clientDir: string): void {
  for (const path of pagePaths) {
    routes.add('get', path, 'public', (_request, response) => {
      response
        .set('Cache-Control', 'no-cache')
        .sendFile('index.html', { root: clientDir, cacheControl: false })
    })
  }
  const assets = join(clientDir, 'assets')
  app.use(
    '/assets',
    packedFiles(assets),
    express.static(assets, { index: false, immutable: true, maxAge: '1y' }),
  )
  app.use(
    express.static(clientDir, {
      index: false,
      maxAge: '1h',
      dotfiles: 'ignore',
      setHeaders: (response, path) => {
        const name = basename(path)
        if (neverOld.has(name)) response.set('Cache-Control', 'no-cache')
        if (name === beacon) response.set('Cross-Origin-Resource-Policy', 'cross-origin')
      },
    }),
  )
}
