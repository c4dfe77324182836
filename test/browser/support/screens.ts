import { EXPERIMENTS_SCREENS } from './screens/experiments.ts'
import { REGISTRY_SCREENS } from './screens/registry.ts'
import { RUN_SCREENS } from './screens/run.ts'
import { RUNS_SCREENS } from './screens/runs.ts'
import type { Screen } from './screens/screen.ts'

export { logForScreens } from './screens/log.ts'
export type { Ids } from './screens/screen.ts'

/** Every page and every state of it that looks different. */
export const SCREENS: Screen[] = [
  ...EXPERIMENTS_SCREENS,
  ...RUNS_SCREENS,
  ...RUN_SCREENS,
  ...REGISTRY_SCREENS,
]
