/** Bytes to send. A stream is read once and so never sent again. */
export type Body = string | Uint8Array | Blob | ReadableStream<Uint8Array>

/** One HTTP request below the tracking server's address. */
export interface DoorRequest {
  readonly method: string
  /** From the first `/` on, query and all. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Body
  /** Whether to send it twice does no more than to send it once. */
  readonly repeatable: boolean
  readonly signal?: AbortSignal
}

/** Where requests go: a server over HTTP, or one in this process. */
export interface Door {
  /** What a person calls it; without a password. */
  readonly name: string
  /** The tracking URI that leads here again; without a password. */
  readonly uri: string
  send(request: DoorRequest): Promise<Response>
  /** A way to another server, to which nothing goes of what this one is told about who asks. */
  elsewhere(origin: string): Door
  /** Lets go of what it holds open. */
  close(): Promise<void>
}

/** A `fetch` to use instead of the global one. */
export type Fetch = (url: string, init: FetchInit) => Promise<Response>

/** `repeatable` says whether it may be sent again where it is not sure that it was heard. */
export type FetchInit = RequestInit & { readonly repeatable?: boolean }

/**
 * @param base without a trailing slash.
 * @param outside what sends to other servers: trust in this one is none in those.
 */
export function fetchDoor(
  base: string,
  headers: Readonly<Record<string, string>>,
  send: Fetch,
  outside: Fetch = send,
): Door {
  return {
    name: base,
    uri: base,
    send: ({ path, body, ...init }) =>
      send(`${base}${path}`, {
        ...init,
        headers: { ...headers, ...init.headers },
        // With a redirect the credentials would go to another address.
        redirect: 'manual',
        ...(body !== undefined && { body: body as RequestInit['body'] }),
        ...(body instanceof ReadableStream && { duplex: 'half' }),
      } as FetchInit),
    elsewhere: (origin) => fetchDoor(origin, {}, outside),
    close: async () => {},
  }
}
