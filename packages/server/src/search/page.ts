import { encodePageToken } from './page-token.ts'

/** Which rows of all are wanted. */
interface Place {
  readonly limit: number
  readonly offset: number
}

/** The page in rows of which one more was asked for than it holds, and the token of the next page if there is one. */
export function pageOf<Row>(
  rows: readonly Row[],
  { limit, offset }: Place,
): { readonly page: readonly Row[]; readonly next: string | undefined } {
  const next = rows.length > limit ? encodePageToken(offset + limit) : undefined
  return { page: rows.slice(0, limit), next }
}
