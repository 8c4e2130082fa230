import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { shellList } from './shell-list.ts'
import { packedFiles } from './packed-files.ts'

/** Where `npm run dev` of the client sends what only the server can answer. */
const devServer = 'http://127.0.0.1:8080'

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
          // The setting that keeps zod from `eval` must be made before any chunk makes a schema: in zod's own chunk.
          groups: [{ name: 'zod', test: /node_modules\/zod\/|zod-without-eval/ }],
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
