import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { anchorOf } from '../anchors.ts'
import { withoutFences } from '../fences.ts'
import { plain } from '../pages.ts'
import type { Document } from './document.ts'

const LINK =
  /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)|^ {0,3}\[[^\]^]+\]:\s+(\S+)|<(?:a|img|source)\s[^>]*?(?:href|src|srcset)="([^"]+)"/gm
const ELSEWHERE = /^([a-z][a-z0-9+.-]*:|\/\/)/i

/** Links that lead nowhere: to a file or folder that is not there, or an anchor that its page has not got. */
export function linkProblems({ name, text }: Document, root: string): string[] {
  return linksOf(text).flatMap(({ target, line }) => {
    const problem = problemOf(target, name, root)
    return problem === undefined ? [] : [`${name}:${line}: ${problem}`]
  })
}

function linksOf(text: string): { target: string; line: number }[] {
  const prose = withoutFences(text).replace(/(`+)[^`\n]+?\1/g, (code) => ' '.repeat(code.length))
  return [...prose.matchAll(LINK)].map((match) => ({
    target: match[1] ?? match[2] ?? match[3] ?? '',
    line: prose.slice(0, match.index).split('\n').length,
  }))
}

function problemOf(target: string, from: string, root: string): string | undefined {
  if (ELSEWHERE.test(target)) return undefined
  if (target.startsWith('/')) return `${target} starts at no page; write it relative to this file`
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? join(root, from) : join(root, dirname(from), decodeURI(path))
  const shown = relative(root, file)
  if (!existsSync(file)) return `${target}: there is no ${shown}`
  if (statSync(file).isDirectory()) {
    return isOfSite(from) && isOfSite(shown) ? `${target}: a link between pages names the file` : undefined
  }
  if (anchor === undefined) return undefined
  if (!file.endsWith('.md')) return `${target}: only pages have anchors`
  return anchorsOf(readFileSync(file, 'utf8')).has(decodeURIComponent(anchor))
    ? undefined
    : `${target}: ${shown} has no heading #${anchor}`
}

function isOfSite(path: string): boolean {
  return path.startsWith('docs/') || path === 'docs'
}

/** Of its headings; a text that comes twice gets `-1` the second time. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>()
  for (const [, heading = ''] of withoutFences(text).matchAll(/^#{1,6} +(.+?)(?: +#+)?$/gm)) {
    const first = anchorOf(plain(heading))
    let anchor = first
    for (let again = 1; anchors.has(anchor); again++) anchor = `${first}-${again}`
    anchors.add(anchor)
  }
  return anchors
}
