/** What the document asked for while the program was still on its way (see ask-early.ts); it is given out once. */
interface Early {
  url: string
  body: string
  response: Promise<Response>
}

declare global {
  var early: Early | undefined
}

/** The answer that is under way to this very request. */
export function takeEarly(url: string, init: RequestInit | undefined): Promise<Response> | undefined {
  const early = globalThis.early
  if (early === undefined || early.url !== url) return undefined
  globalThis.early = undefined
  if (early.body === init?.body && !init?.signal?.aborted) return early.response
  // Another question than was foreseen: nobody will ask for this answer.
  early.response.then(
    (response) => response.body?.cancel(),
    () => {},
  )
  return undefined
}

/** Whether a question of the document has not been asked by the program yet. */
export const isEarly = (): boolean => globalThis.early !== undefined
