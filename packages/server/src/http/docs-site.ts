import { existsSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'

/** What the built documentation holds wherever the path goes that it is served below. */
export const BASE_IN_SITE = '/__docs__/'

/** The built documentation, seen from a bundle and from the sources. */
const SITE = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../../cli/dist-docs/' : '../dist-docs/', import.meta.url),
)

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.pdf': 'application/pdf',
}

/** Its generator writes small scripts into its pages; nothing comes from elsewhere. */
const CSP =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'"

export interface SiteAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | string
}

interface Asked {
  /** Decoded by nobody yet, query and all. */
  readonly url: string
  readonly acceptEncoding: string | undefined
}

/** The folder of the documentation that came with this program; undefined where it was not built. */
export function findDocs(): string | undefined {
  return isThere(join(SITE, 'index.html')) ? SITE : undefined
}

/**
 * A file of the documentation; texts may be there packed only, as `name.gz`.
 * @param base the path that the site is served below, with a slash at both ends
 */
export async function answerFromSite(folder: string, base: string, asked: Asked): Promise<SiteAnswer> {
  const path = asked.url.startsWith(base) ? pathOf(asked.url.slice(base.length - 1)) : undefined
  if (path === undefined) return refusal(400)
  if (isThere(join(folder, path))) return fileAnswer(folder, path, base, asked, 200)
  // Addresses are typed without it.
  if (isThere(join(folder, `${path}.html`))) {
    return { status: 302, headers: { location: `${base}${encodeURI(path.slice(1))}.html` }, body: '' }
  }
  return isThere(join(folder, '404.html')) ? fileAnswer(folder, '404.html', base, asked, 404) : refusal(404)
}

/** A path that stays in the folder; undefined for what is none. */
function pathOf(url: string): string | undefined {
  try {
    const path = decodeURIComponent(url.replace(/[?#].*$/, ''))
    if (path.includes('\0') || path.includes('\\')) return undefined
    const safe = posix.normalize(`/${path}`)
    return safe.endsWith('/') ? `${safe}index.html` : safe
  } catch {
    return undefined
  }
}

function isThere(file: string): boolean {
  return existsSync(`${file}.gz`) || statSync(file, { throwIfNoEntry: false })?.isFile() === true
}

async function fileAnswer(
  folder: string,
  path: string,
  base: string,
  { acceptEncoding = '' }: Asked,
  status: number,
): Promise<SiteAnswer> {
  const headers = {
    'content-type': TYPES[extname(path)] ?? 'application/octet-stream',
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
    'content-security-policy': CSP,
  }
  const file = join(folder, path)
  if (!existsSync(`${file}.gz`)) return { status, headers, body: await readFile(file) }
  const text = (await promisify(gunzip)(await readFile(`${file}.gz`))).toString()
  const body = Buffer.from(text.replaceAll(BASE_IN_SITE, base))
  const varying = { ...headers, vary: 'accept-encoding' }
  return /\bgzip\b/.test(acceptEncoding)
    ? { status, headers: { ...varying, 'content-encoding': 'gzip' }, body: await promisify(gzip)(body) }
    : { status, headers: varying, body }
}

function refusal(status: number): SiteAnswer {
  return { status, headers: { 'content-type': 'text/plain' }, body: `${status}\n` }
}
