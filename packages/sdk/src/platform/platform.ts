import type { Client } from '../client.ts'
import type { Body, Door } from '../door.ts'
import type { Ending } from '../endings.ts'
import type { MillraceError } from '../errors.ts'
import type { Outlet } from '../logging/outlet.ts'
import type { LoggingFailure } from '../logging/report.ts'
import type { ClientOptions, Env } from '../options.ts'
import type { Run } from '../run.ts'
import type { SyncReport } from '../spool/sync.ts'
import type { Texts } from '../wire.ts'

/** Artifacts on this machine. Paths are checked before. */
export interface LocalFiles {
  write(path: string, body: Body): Promise<void>
  /** @throws NotFoundError */
  read(path: string): Promise<Response>
}

/** A file of this machine. */
export interface NamedBody {
  /** With `/`, from where it was looked for. */
  readonly name: string
  readonly body: Blob
}

/** A value that follows the flow of a program, through what it awaits. */
export interface Context<T> {
  get(): T | undefined
  run<R>(value: T, work: () => Promise<R>): Promise<R>
}

/** What one JavaScript runtime has and another has not; `#platform` picks by the conditions of package.json. */
export interface Platform {
  readonly env: Env
  /**
   * @param uri a tracking URI of any kind
   * @throws InvalidValueError where this runtime cannot reach it
   */
  openDoor(uri: string, options: ClientOptions, env: Env): Door
  /** The files at an artifact URI; undefined where that is not on this machine. */
  localFiles(uri: string): LocalFiles | undefined
  /** @throws InvalidValueError */
  openFile(path: string): Promise<NamedBody>
  openFolder(path: string): AsyncGenerator<NamedBody>
  newContext<T>(): Context<T>
  /** Who runs what, as tags of a run. */
  contextTags(): Promise<Texts>
  /** Listens for the process's end. @returns how to stop that */
  onEnding(ending: Ending): () => void
  openSpool(
    path: string,
    client: Client,
    report: (error: MillraceError, failure: LoggingFailure) => void,
  ): Outlet
  sync(path: string, options?: ClientOptions): Promise<SyncReport>
  /** @returns how to stop it */
  startSystemMetrics(run: Run, env: Env, firstStep: number): () => Promise<void>
}
