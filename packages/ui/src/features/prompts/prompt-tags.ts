/** The tags by which a version of a registered model is a version of a prompt. */
export const PROMPT_TAG = 'mlflow.prompt.is_prompt'
export const TEXT_TAG = 'mlflow.prompt.text'
export const TYPE_TAG = '_mlflow_prompt_type'
export const FORMAT_TAG = '_mlflow_prompt_response_format'
export const CONFIG_TAG = '_mlflow_prompt_model_config'
export const EXPERIMENTS_TAG = '_mlflow_experiment_ids'
