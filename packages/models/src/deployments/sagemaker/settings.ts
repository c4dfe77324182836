import { flag, object, oneOf, text, texts, wholeNumber } from '../settings.ts'

/** The names of MLflow, for `create` and `update`. */
export const SAGEMAKER_SETTINGS = {
  assume_role_arn: text,
  execution_role_arn: text,
  bucket: text,
  image_url: text,
  region_name: text,
  archive: flag,
  instance_type: text,
  instance_count: wholeNumber(1),
  vpc_config: object,
  data_capture_config: object,
  synchronous: flag,
  timeout_seconds: wholeNumber(1),
  variant_name: text,
  env: texts,
  tags: texts,
  async_inference_config: object,
  serverless_config: object,
  mode: oneOf('create', 'add', 'replace'),
}

export const DELETE_SETTINGS = {
  assume_role_arn: text,
  region_name: text,
  archive: flag,
  synchronous: flag,
  timeout_seconds: wholeNumber(1),
}
