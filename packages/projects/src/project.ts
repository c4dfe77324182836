/** A folder with code that can be run again: its entry points, their parameters, and what they need around them. */
export interface Project {
  /** Where its files are on this machine. */
  readonly folder: string
  /** From the MLproject file. */
  readonly name: string | undefined
  /** Those that the MLproject file names; a script of the folder is one besides. */
  readonly entryPoints: ReadonlyMap<string, EntryPoint>
  readonly environment: ProjectEnvironment
}

/** A command with parameters. */
export interface EntryPoint {
  readonly name: string
  readonly parameters: ReadonlyMap<string, Parameter>
  /** A template for a shell, `python train.py {alpha}`. */
  readonly command: string
  /** Of the command, where a file tells it. */
  readonly where?: Where
}

export interface Parameter {
  readonly name: string
  /** `string`, `float`, `path` and `uri` mean something; another word is allowed, and means string. */
  readonly type: string
  /** Required where there is none. */
  readonly default: string | undefined
  /** Of the default, where a file tells it. */
  readonly where?: Where
}

/** Where a text stands in its file, as `path:line:column`; with a piece of that text, where this stands. */
export type Where = (piece?: TextPiece) => string

export interface TextPiece {
  readonly text: string
  /** Of its first character in the text that it is of. */
  readonly index: number
}

/** What a project asks for; paths are absolute. `none` is a project that does not say. */
export type ProjectEnvironment =
  | { readonly kind: 'none' }
  /** A python_env.yaml. */
  | { readonly kind: 'python'; readonly file: string }
  /** A conda.yaml. */
  | { readonly kind: 'conda'; readonly file: string }
  /** A package.json, with a lockfile beside it. */
  | { readonly kind: 'node'; readonly file: string }
  | DockerEnvironment

export interface DockerEnvironment {
  readonly kind: 'docker'
  readonly image: string
  /** As `docker run --volume` takes them. */
  readonly volumes: readonly string[]
  /** Variables: with a value, or without one those of this process. */
  readonly variables: readonly { readonly name: string; readonly value: string | undefined }[]
}
