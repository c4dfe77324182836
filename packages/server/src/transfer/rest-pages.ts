import type { Rest } from './rest.ts'

export type Query = Readonly<Record<string, string | number>>

interface Paged {
  readonly next_page_token?: string
}

/** All pages of a search that is posted. */
export function postPages<Page extends object>(
  rest: Rest,
  path: string,
  search: object,
): AsyncGenerator<Page> {
  return pages((page_token) => rest.post<Page & Paged>(path, { ...search, page_token }))
}

/** All pages of a search that is asked with GET. */
export function getPages<Page extends object>(rest: Rest, path: string, query: Query): AsyncGenerator<Page> {
  return pages((page_token) => rest.get<Page & Paged>(path, { ...query, page_token }))
}

async function* pages<Page extends Paged>(
  read: (page_token: string | undefined) => Promise<Page>,
): AsyncGenerator<Page> {
  let page_token: string | undefined
  do {
    const page = await read(page_token)
    yield page
    page_token = page.next_page_token || undefined
  } while (page_token)
}
