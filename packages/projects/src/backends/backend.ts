import type { Client, EndStatus, Env, RunInfo, RunStatus } from '@millrace/sdk'
import type { Command } from '../command.ts'
import type { EnvManager } from '../environments/environment.ts'
import type { Project } from '../project.ts'

/**
 * Where projects run. A plug-in is a package, or a file, that exports one as `backend`.
 *
 * The run exists before a backend is asked and is ended by who asks, by what `wait` says; a backend sets only the tags that it
 * alone knows.
 */
export interface Backend {
  /** What `mlflow.project.backend` says. */
  readonly name: string
  /**
   * Refuses what cannot be done here, before a run is made: a program that is not installed, settings that are missing.
   * @throws InvalidValueError naming what is wrong and what helps
   */
  check?(request: CheckRequest): Promise<void>
  /** Done when it is on its way; rejects where it never began. */
  launch(request: LaunchRequest): Promise<SubmittedRun>
}

/** What is known before there is a run. */
export interface CheckRequest {
  readonly project: Project
  /** `--backend-config`, as it was given. */
  readonly config: Readonly<Record<string, unknown>>
  /** Variables of this process, for programs that the backend starts here. */
  readonly env: Env
  readonly envManager: EnvManager | undefined
  readonly docker: DockerOptions
}

export interface LaunchRequest extends CheckRequest {
  readonly entryPoint: string
  /** Those that were given, as they were given: for who renders the command elsewhere. */
  readonly parameters: Readonly<Record<string, string>>
  readonly command: Command
  /** What the program must find among its variables: MLFLOW_RUN_ID, MLFLOW_EXPERIMENT_ID, MLFLOW_TRACKING_URI and so on. */
  readonly variables: Readonly<Record<string, string>>
  readonly run: RunInfo
  /** For tags that only the backend knows. */
  readonly client: Client
  /** Aborted when the run is cancelled before `launch` is done: what was begun is to be taken back. */
  readonly signal: AbortSignal
  /** Told what happens, a line at a time. */
  readonly report: (line: string) => void
}

export interface DockerOptions {
  /** `-A NAME=VALUE`, options of `docker run`; true for `-A NAME`. */
  readonly args: Readonly<Record<string, string | true>>
  readonly buildImage: boolean
  readonly skipImageBuild: boolean
}

/** Something that goes on somewhere. */
export interface SubmittedRun {
  /** What the backend calls it: a process, a container, a job. */
  readonly id: string
  status(): Promise<RunStatus>
  /** Done when it is over and nothing of it is left; may be asked several times. */
  wait(): Promise<RunEnd>
  /**
   * Stops it with all it started; done when it is over. What is over already is no error. Asked again while it is given time to
   * end well, it waits no longer.
   */
  cancel(): Promise<void>
  /**
   * What it writes, in order, read once and to the end by who launched it, while `wait` is awaited. Who reads slowly slows it
   * down, or is behind; nothing is lost and nothing piles up in memory.
   */
  readonly output: AsyncIterable<OutputChunk>
}

export interface RunEnd {
  readonly status: EndStatus
  /** Of the program, where the backend knows. */
  readonly exitCode: number | undefined
  /** What a person should read where it failed for another reason than the program's. */
  readonly reason?: string
}

export interface OutputChunk {
  /** Backends that cannot tell them apart say `stdout`. */
  readonly stream: 'stdout' | 'stderr'
  readonly bytes: Uint8Array
}
