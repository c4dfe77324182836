import { pathToFileURL } from 'node:url'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { askEarly } from './ask-early.ts'

/** Catalogs are plain typed modules; compiling their ICU messages here keeps the parser out of the bundle. */
function compiledCatalogs(): Plugin {
  return {
    name: 'millrace-catalogs',
    enforce: 'pre',
    async load(id) {
      if (!/\/src\/locales\/[\w-]+\.ts$/.test(id)) return null
      const catalogs = (await import(`${pathToFileURL(id).href}?${Date.now()}`)) as Record<
        string,
        Record<string, string>
      >
      return Object.entries(catalogs)
        .map(([name, catalog]) => {
          const compiled = Object.entries(catalog).map(([key, text]) => [key, compileMessage(text)])
          return `export const ${name} = ${JSON.stringify(Object.fromEntries(compiled))}`
        })
        .join('\n')
    },
  }
}

/** The first question of the page stands in its document; see ask-early.ts. */
function earlyQuestion(): Plugin {
  return {
    name: 'millrace-early-question',
    transformIndexHtml: () => [{ tag: 'script', children: askEarly(), injectTo: 'head-prepend' }],
  }
}

/** Modules that the entry needs at once. Left to itself the bundler cuts them up by the pages that need them too. */
const firstLoad = new Set<string>()

function findFirstLoad(): Plugin {
  return {
    name: 'millrace-first-load',
    apply: 'build',
    buildEnd() {
      const visit = (id: string) => {
        if (firstLoad.has(id)) return
        firstLoad.add(id)
        this.getModuleInfo(id)?.importedIds.forEach(visit)
      }
      for (const id of this.getModuleIds()) if (this.getModuleInfo(id)?.isEntry) visit(id)
    },
  }
}

export default defineConfig({
  base: './',
  plugins: [compiledCatalogs(), react(), findFirstLoad(), earlyQuestion()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Read by the build of the whole, which puts it into a list of all.
    license: { fileName: 'licenses.json' },
    // light-dark() must reach the browser as written: the theme switch sets color-scheme.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    cssCodeSplit: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'first', test: (id) => firstLoad.has(id) }] } },
    },
  },
  server: {
    proxy: Object.fromEntries(
      ['/ajax-api', '/get-artifact'].map((path) => [
        path,
        { target: process.env.MILLRACE_BACKEND ?? 'http://127.0.0.1:5000', changeOrigin: true },
      ]),
    ),
  },
})
