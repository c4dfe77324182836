type Env = Readonly<Record<string, string | undefined>>

/**
 * The environment that a target takes its credentials from: the variables of MLflow's clients would show the source's to
 * another server, so it has some of its own.
 */
export function targetEnv(env: Env, sourceIsServer: boolean): Env {
  const own = {
    MLFLOW_TRACKING_USERNAME: env.MILLRACE_TARGET_USERNAME,
    MLFLOW_TRACKING_PASSWORD: env.MILLRACE_TARGET_PASSWORD,
    MLFLOW_TRACKING_TOKEN: env.MILLRACE_TARGET_TOKEN,
  }
  const hasOwn = Object.values(own).some((value) => value)
  return sourceIsServer || hasOwn ? own : env
}
