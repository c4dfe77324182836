export { containerEngine } from './container-engine.ts'
export { readEnvironmentFile } from './files.ts'
export { findProgram } from './find-program.ts'
export { madeOnce } from './made-once.ts'
export { pluginFile, pluginPackage } from './plugin.ts'
export {
  condaEnvironment,
  condaProgram,
  frozenOf,
  placeOf,
  virtualEnvironment,
} from './python.ts'
export { runProgram } from './run-program.ts'
