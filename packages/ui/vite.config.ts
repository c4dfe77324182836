import { pathToFileURL } from 'node:url'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Catalogs are plain typed modules; compiling their ICU messages here keeps the parser out of the bundle. */
function compiledCatalogs(): Plugin {
  return {
    name: 'millrace-catalogs',
    enforce: 'pre',
    async load(id) {
      const match = /\/src\/locales\/(en|bg)\.ts$/.exec(id)
      if (!match) return null
      const [, name = ''] = match
      const catalog = (await import(`${pathToFileURL(id).href}?${Date.now()}`)) as Record<
        string,
        Record<string, string>
      >
      const compiled = Object.entries(catalog[name] ?? {}).map(([key, text]) => [key, compileMessage(text)])
      return `export const ${name} = ${JSON.stringify(Object.fromEntries(compiled))}`
    },
  }
}

export default defineConfig({
  base: './',
  plugins: [compiledCatalogs(), react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // light-dark() must reach the browser as written: the theme switch sets color-scheme.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
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
