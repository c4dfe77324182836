import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'

/** The page for what is not there: its switch of languages has no other side. */
const NOT_FOUND = '404.html'

/**
 * What the built pages name and the site has not got: targets of menus, of the switch of languages and of texts, pictures
 * and scripts. Anchors are those of the sources' check.
 * @param base the path that the site was built for, with a slash at both ends
 */
export function deadLinks(site: string, base: string): string[] {
  const pages = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.html') && path !== NOT_FOUND,
  )
  return pages.flatMap((page) =>
    [...new Set(targetsOf(readFileSync(join(site, page), 'utf8')))]
      .filter((target) => !isThere(site, base, new URL(target, `http://site${base}${page}`)))
      .map((target) => `${page}: there is no ${target}`),
  )
}

function targetsOf(html: string): string[] {
  const marks = html.replace(/<pre[\s\S]*?<\/pre>/g, '').matchAll(/<[a-z][^>]*? (?:href|src)="([^"]*)"/g)
  return Array.from(marks, ([, target = '']) => target.replaceAll('&amp;', '&')).filter(
    (target) => target !== '' && !/^([a-z][a-z0-9+.-]*:|\/\/|#)/i.test(target),
  )
}

function isThere(site: string, base: string, { pathname }: URL): boolean {
  if (!pathname.startsWith(base)) return false
  const file = join(site, decodeURIComponent(pathname.slice(base.length)))
  if (relative(site, file).startsWith('..')) return false
  const index = pathname.endsWith('/') ? join(file, 'index.html') : file
  return existsSync(index) && statSync(index).isFile()
}
