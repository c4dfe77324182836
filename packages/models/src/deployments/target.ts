/** Settings of a target, as `-C name=value` gives them: text from a command line, anything of JSON from a program. */
export type Config = Readonly<Record<string, unknown>>

/** Variables of the environment. */
export type Env = Readonly<Record<string, string | undefined>>

/** A deployment that was made or changed. */
export interface Deployment {
  readonly name: string
  /** What loads the model; undefined where the target does not say. */
  readonly flavor?: string
  /** What to tell a person instead of "is created", where that is not the whole truth. */
  readonly remark?: string
}

/** How a deployment, or an endpoint, stands: what MLflow's `get` prints, a member a line. */
export type Description = Readonly<Record<string, unknown>>

/** A change that was checked and can be made. Nothing has happened yet. */
export interface Plan<T> {
  /** What would be started, written or sent, for a person; without passwords. */
  would(): string
  make(): Promise<T>
}

export interface CreateRequest {
  readonly name: string
  readonly modelUri: string
  /** One of the model's; undefined for whatever loads it best. */
  readonly flavor?: string
  readonly config: Config
}

/** What is not given stays as it is. */
export interface UpdateRequest {
  readonly name: string
  readonly modelUri?: string
  readonly flavor?: string
  readonly config: Config
}

export interface DeleteRequest {
  readonly name: string
  readonly config: Config
}

/** What to predict for, as it goes to `/invocations`. */
export interface PredictionBody {
  readonly contentType: string
  readonly body: string
}

/** A target that keeps endpoints and deployments apart. */
export interface Endpoints {
  create(name: string, config: Config): Promise<Plan<Description>>
  update(name: string, config: Config): Promise<Plan<Description>>
  delete(name: string): Promise<Plan<void>>
  list(): Promise<readonly Description[]>
  get(name: string): Promise<Description>
}

/**
 * Where models are deployed to: what a file of a target makes. Every verb throws a `MlflowError` that says what was wrong and
 * what is allowed, and has changed nothing then.
 */
export interface TargetClient {
  create(request: CreateRequest): Promise<Plan<Deployment>>
  update(request: UpdateRequest): Promise<Plan<Deployment>>
  delete(request: DeleteRequest): Promise<Plan<void>>
  list(): Promise<readonly Description[]>
  get(name: string): Promise<Description>
  /** The answer's JSON as it came: numbers stay written as they are. */
  predict(name: string, input: PredictionBody): Promise<string>
  /** Absent where predictions cannot be explained. */
  explain?(name: string, input: PredictionBody): Promise<string>
  readonly endpoints?: Endpoints
  close?(): Promise<void>
}

/** What a target is given to work with. */
export interface TargetContext {
  readonly env: Env
  /** The words that start the command `millrace`. */
  readonly program: readonly string[]
  /** Told what goes on, a line at a time. */
  readonly onProgress: (line: string) => void
}

/** A target: what its file, or the module of a plug-in, exports as `target`. */
export interface DeploymentTarget {
  readonly name: string
  /** What `millrace deployments help` prints: the forms of its URI, its settings. */
  readonly help: string
  /** @param suffix what stands behind `name:/` in its URI, decoded at no place; '' for nothing */
  open(suffix: string, context: TargetContext): TargetClient | Promise<TargetClient>
  /** Serves a model here as it would be served there, until it is told to end; absent where that cannot be. */
  runLocal?(request: CreateRequest, context: TargetContext): Promise<void>
}
