import { userInfo } from 'node:os'

/** Who works here, as MLflow's clients tag runs. */
export function userName(env: Readonly<Record<string, string | undefined>>): string {
  const { LOGNAME, USER, LNAME, USERNAME } = env
  const told = LOGNAME || USER || LNAME || USERNAME
  if (told) return told
  try {
    return userInfo().username
  } catch {
    // A user of a container that has no name.
    return 'unknown'
  }
}
