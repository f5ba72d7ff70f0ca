import { readFileSync } from 'node:fs'
import { defineConfig } from 'vite'
import plugin from '@dcloudio/vite-plugin-uni'

// The package is CommonJS, and Node hands its whole module over as the default.
const uni = plugin.default ?? plugin

// uni-app brings an advertisement that we do not show and a picture from its maker's server. Nothing of ours, and
// nothing that we carry along, asks anybody but the platform itself.
const FOREIGN = /https:\/\/[\w.]+\.dcloud\.net\.cn[^"'`)\s]*/g
const noForeignAddresses = {
  name: 'no-foreign-addresses',
  enforce: 'post',
  generateBundle(_options, bundle) {
    for (const part of Object.values(bundle)) {
      const held = part.type === 'chunk' ? 'code' : 'source'
      if (typeof part[held] === 'string') part[held] = part[held].replace(FOREIGN, 'data:,')
    }
  },
}

// The browser keeps the whole app, so that every page of it opens without a network.
const worker = {
  name: 'worker-with-its-files',
  enforce: 'post',
  generateBundle(_options, bundle) {
    if (process.env.UNI_PLATFORM !== 'h5') return
    const files = [...Object.keys(bundle), 'static/scan.svg', 'static/mark.svg', ...[1, 2, 3, 4, 5].map((step) => `static/guide/step${step}.svg`)]
    const source = readFileSync(new URL('./worker.js', import.meta.url), 'utf8')
    this.emitFile({ type: 'asset', fileName: 'worker.js', source: source.replace('__FILES__', JSON.stringify(files)) })
  },
}

export default defineConfig({ plugins: [uni(), noForeignAddresses, worker], build: { chunkSizeWarningLimit: 600 } })
