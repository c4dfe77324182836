import { lines, quoted, type Snippet } from '../models/snippet-texts.ts'
import { TEXT_TAG } from './prompt-tags.ts'

const EXAMPLE = { name: 'greeting', template: 'Greet {{name}} in one sentence.' }

/** Keeps the first version of a prompt. */
export const createPromptSnippet: Snippet = (uri) => ({
  python: lines(
    'import mlflow',
    `mlflow.set_tracking_uri(${quoted(uri)})`,
    'mlflow.genai.register_prompt(',
    `    name=${quoted(EXAMPLE.name)},`,
    `    template=${quoted(EXAMPLE.template)},`,
    ')',
  ),
  r: lines(
    'library(mlflow)',
    `mlflow_set_tracking_uri(${quoted(uri)})`,
    'prompt <- list(key = "mlflow.prompt.is_prompt", value = "true")',
    `text <- list(key = ${quoted(TEXT_TAG)}, value = ${quoted(EXAMPLE.template)})`,
    `mlflow_create_registered_model(${quoted(EXAMPLE.name)}, tags = list(prompt))`,
    `mlflow_create_model_version(${quoted(EXAMPLE.name)}, source = "dummy-source", tags = list(prompt, text))`,
  ),
  java: lines(
    'import org.mlflow.tracking.MlflowClient;',
    '',
    `MlflowClient client = new MlflowClient(${quoted(uri)});`,
    `client.sendPost("registered-models/create", ${quoted(JSON.stringify(EXAMPLE_PROMPT))});`,
    `client.sendPost("model-versions/create", ${quoted(JSON.stringify(EXAMPLE_VERSION))});`,
  ),
  typescript: lines(
    'const post = (path: string, body: object) =>',
    `  fetch(${quoted(`${uri}/api/2.0/mlflow/`)} + path, {`,
    '    method: "POST",',
    '    headers: { "content-type": "application/json" },',
    '    body: JSON.stringify(body),',
    '  })',
    'const prompt = { key: "mlflow.prompt.is_prompt", value: "true" }',
    `const text = { key: ${quoted(TEXT_TAG)}, value: ${quoted(EXAMPLE.template)} }`,
    `await post("registered-models/create", { name: ${quoted(EXAMPLE.name)}, tags: [prompt] })`,
    'await post("model-versions/create", {',
    `  name: ${quoted(EXAMPLE.name)}, source: "dummy-source", tags: [prompt, text],`,
    '})',
  ),
})

const IS_PROMPT = { key: 'mlflow.prompt.is_prompt', value: 'true' }
const EXAMPLE_PROMPT = { name: EXAMPLE.name, tags: [IS_PROMPT] }
const EXAMPLE_VERSION = {
  name: EXAMPLE.name,
  source: 'dummy-source',
  tags: [IS_PROMPT, { key: TEXT_TAG, value: EXAMPLE.template }],
}

interface Loaded {
  name: string
  version: string
  alias: string | undefined
  variables: string[]
}

/** Loads a version of a prompt, and fills it in where the client can. */
export const loadPromptSnippet =
  ({ name, version, alias, variables }: Loaded): Snippet =>
  (uri) => ({
    python: lines(
      'import mlflow',
      `mlflow.set_tracking_uri(${quoted(uri)})`,
      `prompt = mlflow.genai.load_prompt(${quoted(`prompts:/${name}${alias ? `@${alias}` : `/${version}`}`)})`,
      `text = prompt.format(${variables
        .filter((variable) => !variable.includes('.'))
        .map((variable) => `${variable}="…"`)
        .join(', ')})`,
    ),
    r: lines(
      'library(mlflow)',
      `mlflow_set_tracking_uri(${quoted(uri)})`,
      `found <- mlflow_get_model_version(${quoted(name)}, ${quoted(version)})`,
      `text <- Filter(function(tag) tag$key == ${quoted(TEXT_TAG)}, found$tags)[[1]]$value`,
    ),
    java: lines(
      'import org.mlflow.tracking.MlflowClient;',
      '',
      `MlflowClient client = new MlflowClient(${quoted(uri)});`,
      `String text = client.getModelVersion(${quoted(name)}, ${quoted(version)}).getTagsList().stream()`,
      `    .filter(tag -> tag.getKey().equals(${quoted(TEXT_TAG)}))`,
      '    .findFirst().get().getValue();',
    ),
    typescript: lines(
      `const place = new URL(${quoted(`${uri}/api/2.0/mlflow/model-versions/get`)})`,
      `place.search = String(new URLSearchParams({ name: ${quoted(name)}, version: ${quoted(version)} }))`,
      'const { model_version } = await (await fetch(place)).json()',
      `const text = model_version.tags.find(({ key }) => key === ${quoted(TEXT_TAG)}).value`,
    ),
  })
