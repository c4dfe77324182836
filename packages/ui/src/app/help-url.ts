import { serverUrl } from '../api/client.ts'
import type { Locale } from '../i18n/index.ts'

/** Pages of the documentation, by the addresses that they are about; the first that fits is taken. */
export const HELP_PAGES: readonly (readonly [address: RegExp, page: string])[] = [
  [/^\/experiments\/?$/, 'start/first-run'],
  [/^\/experiments\/[^/]+\/runs\/|^\/runs\//, 'concepts/life-of-a-run'],
  [/^\/experiments\/[^/]+\/models\/|^\/models/, 'concepts/registry-flow'],
  [/^\/experiments\/[^/]+\/prompts|^\/prompts/, 'concepts/index'],
  [/^\/experiments\/|^\/compare-runs/, 'runs-page'],
  [/^\/webhooks/, 'operate/monitoring'],
  [/^\/settings/, 'operate/index'],
]

/** Where the server has its documentation of the page at `pathname`; a server without one says there how to get it. */
export function helpUrl(pathname: string, locale: Locale): string {
  const [, page = 'index'] = HELP_PAGES.find(([address]) => address.test(pathname)) ?? []
  return serverUrl(`docs/${locale === 'en' ? '' : `${locale}/`}${page}.html`)
}
