import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { shellList } from './shell-list.ts'
import { packedFiles } from './packed-files.ts'

/** Where `npm run dev` of the client sends what only the server can answer. */
const devServer = 'http://127.0.0.1:8080'

/** The page's own script stays a file: the page names it, and with it what it imports. */
const isNoEntry = (id: string): boolean => !/\/(?:main\.tsx|index\.html)$/.test(id)

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), shellList(), packedFiles()],
  build: {
    outDir: 'dist',
    target: 'es2022',
    // Every font and image stays a file of its own: the content security policy allows no `data:` address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // For the test of what a page loads first.
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // The setting that keeps zod from `eval` must be made before any chunk makes a schema: in zod's own chunk.
            { name: 'zod', test: /node_modules\/zod\/|zod-without-eval/, priority: 3 },
            // What every page begins with: the libraries, which stay in the cache from one version to the next, and our own.
            { name: 'libraries', test: /node_modules/, tags: ['$initial'], priority: 2 },
            { name: 'first', test: isNoEntry, tags: ['$initial'], priority: 1 },
            // What the watch page shares with what it loads later, in pieces too small to be asked for one by one.
            { name: 'socket', test: /node_modules\/@?(?:socket|engine)\.io/ },
            {
              name: 'player',
              test: /src\/player\/(?:signalling|answer-code|webrtc-join|webrtc-renewal|play-video)\.ts$/,
            },
          ],
        },
      },
    },
    // hls.js is one library of 500 kB, loaded only by the watch page.
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: {
      '/api': devServer,
      '/hls': devServer,
      '/socket.io': { target: devServer, ws: true },
    },
  },
})
