import { flag, jsonOf, object, oneOf, text, texts, wholeNumber } from '../settings.ts'

/** Of the entity that is served; the names of the REST API. */
export const DATABRICKS_SETTINGS = {
  workload_size: oneOf('Small', 'Medium', 'Large'),
  workload_type: text,
  scale_to_zero_enabled: flag,
  min_provisioned_throughput: wholeNumber(0),
  max_provisioned_throughput: wholeNumber(0),
  instance_profile_arn: text,
  environment_vars: texts,
  tags: texts,
  /** Of the endpoint, not of the entity. */
  auto_capture_config: object,
  route_optimized: flag,
  synchronous: flag,
  timeout_seconds: wholeNumber(1),
}

/** Settings of an endpoint are members of a request: text that is JSON is what it says. */
export function bodyOf(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).map(([name, value]) => [name, jsonOf(value)]))
}
