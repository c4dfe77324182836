/** What the site makes of Markdown beyond the usual: diagrams, pictures in both colour schemes, links out of the docs. */
import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** The part of a markdown-it token that is used here. */
interface Token {
  info: string
  content: string
  type: string
  attrGet(name: string): string | null
  attrSet(name: string, value: string): void
}
interface Env {
  path?: string
  relativePath?: string
}
type Rule = (
  tokens: Token[],
  index: number,
  options: object,
  env: Env,
  self: { renderToken(...args: unknown[]): string },
) => string
interface MarkdownIt {
  renderer: { rules: Record<string, Rule | undefined> }
  utils: { escapeHtml(text: string): string }
}

interface Options {
  /** The folder of the docs. */
  docs: string
  /** Where the repository can be read, for links that leave the docs; without it they only tell the path. */
  repository?: string
  /** Draws a Mermaid text as SVG. */
  draw(text: string): string
}

export function extendMarkdown(md: MarkdownIt, { docs, repository, draw }: Options): void {
  const { rules } = md.renderer
  const { escapeHtml } = md.utils
  const fence = rules.fence
  rules.fence = (tokens, index, options, env, self) => {
    const [, caption] = /^mermaid\s*(.*)$/.exec(tokens[index]?.info.trim() ?? '') ?? []
    if (caption === undefined) return fence?.(tokens, index, options, env, self) ?? ''
    return diagram(escapeHtml(caption), draw(tokens[index]?.content ?? ''))
  }
  const image = rules.image
  rules.image = (tokens, index, options, env, self) => {
    const render = () => image?.(tokens, index, options, env, self) ?? ''
    const token = tokens[index]
    const source = token?.attrGet('src')
    if (!token || !source || !env.path) return render()
    return pictures(source, dirname(env.path), languageOf(env))
      .map(({ source, scheme }) => {
        token.attrSet('src', source)
        if (scheme) token.attrSet('class', `only-${scheme}`)
        return render()
      })
      .join('')
  }
  const link = rules.link_open
  rules.link_open = (tokens, index, options, env, self) => {
    const token = tokens[index]
    if (token && env.path && languageOf(env) === 'bg') {
      token.attrSet('href', inBulgarian(token.attrGet('href') ?? '', dirname(env.path), docs))
    }
    const place = env.path && outside(token?.attrGet('href') ?? '', dirname(env.path), docs)
    if (!token || !place)
      return link?.(tokens, index, options, env, self) ?? self.renderToken(tokens, index, options)
    return `<a class="in-repository"${repository ? ` href="${repository}/${place}"` : ''} title="${escapeHtml(place)}">`
  }
}

function languageOf({ relativePath }: Env): 'bg' | 'en' {
  return relativePath?.startsWith('bg/') ? 'bg' : 'en'
}

/** In the repository Bulgarian pages link to the English reference; on the site it is among them too. */
function inBulgarian(target: string, folder: string, docs: string): string {
  const path = relative(docs, join(folder, target))
  return path.startsWith('reference/') ? relative(folder, join(docs, 'bg', path)) : target
}

/** The path in the repository, of a link that leaves the docs. */
function outside(target: string, folder: string, docs: string): string | undefined {
  if (/^(\w+:|#|\/)/.test(target) || target === '') return undefined
  const file = join(folder, target.replace(/#.*$/, ''))
  const path = relative(docs, file)
  const isPage = /\.md$|\/$|(^|\/)[^.]+$/.test(path)
  return path.startsWith('..') || !isPage ? relative(dirname(docs), file) : undefined
}

interface Picture {
  readonly source: string
  readonly scheme?: 'light' | 'dark'
}

/** The picture in the page's language, where there is one, and its twin for dark mode. */
function pictures(source: string, folder: string, language: 'bg' | 'en'): Picture[] {
  const variant = (suffix: string) => {
    const name = source.replace(/(\.\w+)$/, `${suffix}$1`)
    return existsSync(join(folder, name)) ? name : undefined
  }
  const local = language === 'bg' ? '-bg' : ''
  const light = variant(local) ?? source
  const dark = variant(`-dark${local}`) ?? variant('-dark')
  return dark === undefined
    ? [{ source: light }]
    : [
        { source: light, scheme: 'light' },
        { source: dark, scheme: 'dark' },
      ]
}

/** A diagram that is wider than the page shrinks, but not so far that its letters cannot be read. */
const LEAST_SCALE = 0.65

/** The style that comes with a drawing asks a foreign host for letters, and Vue refuses it in a page; ours is in the theme. */
function diagram(caption: string, svg: string): string {
  const [, width = '0'] = /<svg [^>]*\bwidth="([\d.]+)"/.exec(svg) ?? []
  const style = `min-width:${Math.round(Number(width) * LEAST_SCALE)}px;`
  const drawing = svg
    .replace(/<style>[\s\S]*?<\/style>/, '')
    .replace(/<svg ([^>]*)style="/, `<svg aria-hidden="true" $1style="${style}`)
  const label = caption === '' ? '' : ` role="img" aria-label="${caption}"`
  return `<div class="diagram"${label} v-pre>${drawing}</div>\n`
}
