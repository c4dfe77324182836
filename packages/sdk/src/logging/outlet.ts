import type { LaterRun } from '../later-run.ts'

/** A request that may be sent more than once without harm. */
export interface Parcel {
  readonly runId: string
  /** Below `/api/`. */
  readonly path: string
  /** JSON; bytes are good until {@link Outlet.send} is done. */
  readonly body: string | Uint8Array<ArrayBuffer>
  /** How many metrics, params or tags it carries. */
  readonly count: number
}

/** Where parcels go: straight to the server, or by way of a spool on disk. */
export interface Outlet {
  /** Done when it is safe: with the server, on disk, or told to be lost. Parcels arrive in the order of the calls. */
  send(parcel: Parcel): Promise<void>
  /** Done when nothing that was sent is under way any more. */
  settled(): Promise<void>
  /** Takes what is left when the process ends at once. @returns false where that cannot be */
  sendNow(parcel: Parcel): boolean
  /**
   * Begins a run at a server that is away as soon as it is back; undefined where nothing outlasts that.
   * @param runId what the run is called until then
   */
  beginLater?(runId: string, run: LaterRun): Promise<void>
  /** What the server calls a run; as given while it has no other name for it. */
  serverId(runId: string): string
  close(): Promise<void>
}

const decoder = new TextDecoder()

/** The body of a parcel as text. */
export function bodyText({ body }: Pick<Parcel, 'body'>): string {
  return typeof body === 'string' ? body : decoder.decode(body)
}
