export {
  DeployClient,
  type DeploymentOptions,
  type DeployOptions,
  getDeployClient,
  runLocal,
  targetHelp,
} from './deploy-client.ts'
export { supervise } from './local/supervisor.ts'
export { readPredictionBody } from './prediction-body.ts'
export type {
  Config,
  CreateRequest,
  DeleteRequest,
  Deployment,
  DeploymentTarget,
  Description,
  Endpoints,
  Env,
  Plan,
  PredictionBody,
  TargetClient,
  TargetContext,
  UpdateRequest,
} from './target.ts'
export { targetNames } from './targets.ts'
