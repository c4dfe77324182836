import { flag, oneOf, text, texts, wholeNumber } from '../settings.ts'

export const KUBERNETES_SETTINGS = {
  image: text,
  replicas: wholeNumber(0),
  max_replicas: wholeNumber(1),
  target_cpu: wholeNumber(1, 100),
  cpu: text,
  memory: text,
  env: texts,
  service_type: oneOf('ClusterIP', 'NodePort', 'LoadBalancer'),
  service_account: text,
  image_pull_policy: oneOf('Always', 'IfNotPresent', 'Never'),
  image_pull_secret: text,
  kserve: flag,
  output: text,
  synchronous: flag,
  timeout_seconds: wholeNumber(1),
}
