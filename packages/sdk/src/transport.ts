import { type Endpoint, parseExact } from '@millrace/contract'
import { outgoing } from './address.ts'
import { deadline } from './deadline.ts'
import type { Door, DoorRequest } from './door.ts'
import {
  AbortedError,
  ConnectionError,
  excerpt,
  InvalidResponseError,
  MillraceError,
  refusalOf,
  TimeoutError,
} from './errors.ts'
import { isTransient, isUnheard, pauseBefore, type RetryPolicy, sleep } from './retry.ts'

/** What any call may be given. */
export interface CallOptions {
  /** Ends the call, its retries too, with an {@link AbortedError}. */
  readonly signal?: AbortSignal
  /** Milliseconds that the answer to each attempt may take to begin; `Infinity` for no limit. */
  readonly timeout?: number
  /** How often a failed call is sent again. */
  readonly maxRetries?: number
}

/** A request before it is bound to a time. */
export interface Sending extends Omit<DoorRequest, 'signal' | 'headers'> {
  readonly headers?: Readonly<Record<string, string>>
}

/** How a transport behaves where a call does not say. */
export interface TransportOptions extends RetryPolicy {
  /** Milliseconds for each attempt. */
  readonly timeout: number
}

const JSON_TYPE = { 'content-type': 'application/json' }

/** Sends calls through a door: time limits, retries, and errors by kind. */
export class Transport {
  readonly door: Door
  readonly #options: TransportOptions

  constructor(door: Door, options: TransportOptions) {
    this.door = door
    this.#options = options
  }

  /** Reads, or does what may be said twice. */
  call<I extends object, O>(endpoint: Endpoint<I, O>, input: I, options?: CallOptions): Promise<O> {
    return this.#json(endpoint, input, true, options)
  }

  /** Creates something: sent again only where the server surely did not hear it. */
  create<I extends object, O>(endpoint: Endpoint<I, O>, input: I, options?: CallOptions): Promise<O> {
    return this.#json(endpoint, input, false, options)
  }

  async #json<I extends object, O>(
    endpoint: Endpoint<I, O>,
    input: I,
    repeatable: boolean,
    options?: CallOptions,
  ): Promise<O> {
    return this.sendForJson<O>({ ...outgoing(endpoint, input), headers: JSON_TYPE, repeatable }, options)
  }

  /**
   * Sends a request that is answered with JSON.
   * @throws an InvalidResponseError for a success that is something else: a page to sign in, say
   */
  async sendForJson<O = object>(sending: Sending, options?: CallOptions): Promise<O> {
    const response = await this.send(sending, options)
    return jsonOf<O>(response.status, await this.#read(response, options))
  }

  /** The same for what is answered with no word, or an empty object. */
  async sendForNothing(sending: Sending, options?: CallOptions): Promise<void> {
    const response = await this.send(sending, options)
    const text = await this.#read(response, options)
    if (text !== '') jsonOf(response.status, text)
  }

  /**
   * Sends a request until it is answered with success.
   * @throws a ServerError, ConnectionError or AbortedError
   */
  async send(sending: Sending, options: CallOptions = {}): Promise<Response> {
    const { headers = {}, ...request } = sending
    const { repeatable } = request
    // A stream is read once.
    const isStream = request.body instanceof ReadableStream
    const retries = isStream ? 0 : (options.maxRetries ?? this.#options.maxRetries)
    for (let attempt = 0; ; attempt++) {
      const outcome = await this.#attempt({ ...request, headers }, options)
      if (outcome instanceof Response && outcome.ok) return outcome
      const again =
        outcome instanceof Response
          ? isTransient(outcome.status, repeatable)
          : outcome instanceof ConnectionError && (repeatable || isUnheard(outcome))
      if (!again || attempt >= retries) throw await failureOf(outcome)
      const retryAfter = outcome instanceof Response ? outcome.headers.get('retry-after') : null
      if (outcome instanceof Response) await outcome.body?.cancel()
      await this.#pause(pauseBefore(attempt + 1, this.#options, retryAfter), options.signal)
    }
  }

  /**
   * The same to an address elsewhere that the server has signed.
   * @throws an InvalidResponseError where that is none of HTTP
   */
  async sendElsewhere(address: string, sending: Omit<Sending, 'path'>, options?: CallOptions): Promise<void> {
    const url = URL.canParse(address) ? new URL(address) : undefined
    if (!url || !/^https?:$/.test(url.protocol)) {
      throw new InvalidResponseError(200, undefined, 'The server gave no address of HTTP to send to.')
    }
    const there = new Transport(this.door.elsewhere(url.origin), this.#options)
    const response = await there.send({ ...sending, path: `${url.pathname}${url.search}` }, options)
    await there.#read(response, options)
  }

  async #attempt(request: DoorRequest, options: CallOptions): Promise<Response | MillraceError> {
    const timeout = options.timeout ?? this.#options.timeout
    const { signal, clear } = deadline(options.signal, timeout)
    try {
      return await this.door.send({ ...request, ...(signal && { signal }) })
    } catch (error) {
      return this.#lost(error, options, timeout)
    } finally {
      clear()
    }
  }

  /** The body of an answer; what breaks off on the way counts as not having been reached. */
  async #read(response: Response, options: CallOptions = {}): Promise<string> {
    try {
      return await response.text()
    } catch (error) {
      throw this.#lost(error, options, options.timeout ?? this.#options.timeout)
    }
  }

  #lost(error: unknown, { signal }: CallOptions, timeout: number): MillraceError {
    // A store without a server says itself what is wrong with it.
    if (error instanceof MillraceError) throw error
    if (signal?.aborted) return new AbortedError('The call was aborted.', { cause: signal.reason })
    if (error instanceof Error && error.name === 'TimeoutError') {
      return new TimeoutError(`${this.door.name} did not answer within ${timeout} ms.`, { cause: error })
    }
    return new ConnectionError(`${this.door.name} cannot be reached: ${reasonOf(error)}.`, { cause: error })
  }

  async #pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
    try {
      await sleep(milliseconds, signal)
    } catch (reason) {
      throw new AbortedError('The call was aborted.', { cause: reason })
    }
  }
}

async function failureOf(outcome: Response | MillraceError): Promise<MillraceError> {
  if (!(outcome instanceof Response)) return outcome
  const text = await outcome.text().catch(() => '')
  return refusalOf(outcome.status, text)
}

function jsonOf<O>(status: number, text: string): O {
  try {
    const value = parseExact(text)
    if (typeof value === 'object' && value !== null) return value as O
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  const what = `The server's answer is not JSON: ${excerpt(text)}`
  throw new InvalidResponseError(status, undefined, `${what} Is this the address of a tracking server?`)
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { message?: string; code?: string } }
  return (cause?.message || cause?.code || message || String(error)).replace(/\.$/, '')
}
