import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

/** What is used of Marp, and of the library that draws diagrams. */
export interface SlideTools {
  readonly render: (markdown: string) => { html: string; css: string }
  readonly draw: (diagram: string) => string
}

const MEDIA_TYPES: Readonly<Record<string, string>> = { '.png': 'image/png', '.svg': 'image/svg+xml' }

/** A deck that is read by scrolling, or by keys, and printed a slide a page. */
const LAYOUT = `
html { scroll-snap-type: y mandatory; background: #16181d }
body { margin: 0 }
.marpit > svg { display: block; width: 100vw; height: 100vh; scroll-snap-align: start }
@page { size: 1280px 720px; margin: 0 }
@media print { html { background: none } .marpit > svg { width: 1280px; height: 720px; break-after: page } }
section { font-family: system-ui, 'DejaVu Sans', sans-serif; font-size: 27px; color: #1c2430 }
section h1, section h2 { color: #0b5fa5 }
section table { font-size: 23px } section th { background: #eef3f8 }
section td, section th { border-color: #ccd6e0 }
section.lead { text-align: center; justify-content: center }
section img[src^="data:image/svg"] { width: 100%; min-height: 300px }
section img { display: block; margin: 0 auto; max-width: 100%; max-height: 500px; object-fit: contain }
section { background: linear-gradient(#0b5fa5 0 8px, #fff 8px) }
`

const KEYS = `
const slides = [...document.querySelectorAll('.marpit > svg')]
const ahead = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, ' ': 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 }
addEventListener('keydown', (event) => {
  const here = Math.round(scrollY / innerHeight)
  const next = event.key === 'Home' ? 0 : event.key === 'End' ? slides.length - 1 : here + (ahead[event.key] ?? 0)
  if (next === here) return
  event.preventDefault()
  slides[Math.min(Math.max(next, 0), slides.length - 1)].scrollIntoView()
})
`

/** The slides of `markdown` as one page that holds its pictures. @param folder which they are relative to */
export async function slidesPage(
  { render, draw }: SlideTools,
  markdown: string,
  language: string,
  folder: string,
): Promise<string> {
  const drawings: string[] = []
  const drawn = markdown.replace(
    /^```mermaid.*\n([\s\S]*?)^```$/gm,
    (_, diagram: string) => `![](${drawings.push(draw(diagram)) - 1}.drawing)`,
  )
  const { html, css } = render(drawn)
  const pictures = new Set([...html.matchAll(/<img[^>]* src="([^":]+)"/g)].map(([, name = '']) => name))
  let filled = html
  for (const name of pictures) {
    const drawing = drawings[Number.parseInt(name, 10)]
    const url = name.endsWith('.drawing')
      ? dataUrl('.svg', Buffer.from(drawing ?? ''))
      : dataUrl(extname(name), await readFile(inLanguage(join(folder, name), language)))
    filled = filled.replaceAll(` src="${name}"`, ` src="${url}"`)
  }
  const [, title = ''] = /^title: *(.+)$/m.exec(markdown) ?? []
  return `<!doctype html>
<html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><style>${css}${LAYOUT}</style>
${filled}
<script type="module">${KEYS}</script></html>
`
}

/** As on the site: a picture of the language's own where there is one. */
function inLanguage(file: string, language: string): string {
  const own = file.replace(/(\.\w+)$/, `-${language}$1`)
  return existsSync(own) ? own : file
}

function dataUrl(extension: string, bytes: Buffer): string {
  return `data:${MEDIA_TYPES[extension]};base64,${bytes.toString('base64')}`
}
