import { readFileSync } from 'node:fs'
import { renderMermaidSVG } from 'beautiful-mermaid'
import { defineConfig } from 'vitepress'
import { anchorOf } from '../../scripts/docs/anchors.ts'
import { extendMarkdown } from '../../scripts/docs/markdown.ts'
import { sidebar } from '../../scripts/docs/navigation.ts'
import { readPages } from '../../scripts/docs/pages.ts'
import { BULGARIAN, BULGARIAN_SEARCH } from './bulgarian.ts'

const docs = new URL('..', import.meta.url).pathname.replace(/\/$/, '')
const pages = readPages(docs)
const favicon = readFileSync(new URL('../../packages/ui/public/favicon.svg', import.meta.url)).toString(
  'base64',
)
const ink = { fg: 'var(--vp-c-text-1)', bg: 'var(--vp-c-bg)', transparent: true, padding: 8, nodeSpacing: 16 }

export default defineConfig({
  title: 'Millrace',
  description: 'The ML lifecycle platform that speaks MLflow.',
  cacheDir: '../.cache/vitepress',
  srcExclude: ['talk/**'],
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `data:image/svg+xml;base64,${favicon}` }]],
  // Nothing is asked of other hosts: letters are the system's.
  appearance: true,
  // Looked for by `npm run check`, with their anchors.
  ignoreDeadLinks: true,
  lastUpdated: false,
  markdown: {
    theme: { light: 'github-light', dark: 'github-dark' },
    // An anchor is what GitHub makes of the heading, so that one link serves both.
    anchor: { slugify: anchorOf },
    config: (md) =>
      extendMarkdown(md as never, {
        docs,
        repository: process.env.DOCS_REPOSITORY,
        draw: (text) => renderMermaidSVG(text, ink),
      }),
  },
  themeConfig: {
    search: { provider: 'local', options: { locales: { bg: BULGARIAN_SEARCH } } },
    outline: [2, 3],
    socialLinks: [],
  },
  locales: {
    root: { label: 'English', lang: 'en', themeConfig: { sidebar: sidebar(pages, 'en') } },
    bg: { label: 'Български', lang: 'bg', themeConfig: { ...BULGARIAN, sidebar: sidebar(pages, 'bg') } },
  },
})
