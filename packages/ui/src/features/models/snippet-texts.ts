import type { Language } from './models-search.ts'

/** What to write in each language to talk to the server at a URI. */
export type Snippet = (trackingUri: string) => Record<Language, string>

/** Strings of all four languages may be written as JSON has them. */
const q = (text: string) => JSON.stringify(text)

const lines = (...text: string[]) => text.join('\n')

const EXAMPLE = 'credit-scoring'

/** Registers the first version of a model. */
export const registerSnippet: Snippet = (uri) => ({
  python: lines(
    'import mlflow',
    `mlflow.set_tracking_uri(${q(uri)})`,
    `mlflow.register_model("runs:/<run id>/model", ${q(EXAMPLE)})`,
  ),
  r: lines(
    'library(mlflow)',
    `mlflow_set_tracking_uri(${q(uri)})`,
    `mlflow_create_registered_model(${q(EXAMPLE)})`,
    `mlflow_create_model_version(${q(EXAMPLE)}, source = "runs:/<run id>/model", run_id = "<run id>")`,
  ),
  java: lines(
    'import org.mlflow.tracking.MlflowClient;',
    '',
    `MlflowClient client = new MlflowClient(${q(uri)});`,
    `client.sendPost("registered-models/create", ${q(JSON.stringify({ name: EXAMPLE }))});`,
    `client.sendPost("model-versions/create", ${q(JSON.stringify(EXAMPLE_VERSION))});`,
  ),
  typescript: lines(
    'const post = (path: string, body: object) =>',
    `  fetch(${q(`${uri}/api/2.0/mlflow/`)} + path, {`,
    '    method: "POST",',
    '    headers: { "content-type": "application/json" },',
    '    body: JSON.stringify(body),',
    '  })',
    `await post("registered-models/create", { name: ${q(EXAMPLE)} })`,
    'await post("model-versions/create", {',
    ...Object.entries(EXAMPLE_VERSION).map(([key, value]) => `  ${key}: ${q(value)},`),
    '})',
  ),
})

const EXAMPLE_VERSION = { name: EXAMPLE, source: 'runs:/<run id>/model', run_id: '<run id>' }

/** Loads a version, or in languages without a loader fetches its files. */
export const loadSnippet =
  (name: string, version: string, alias: string | undefined): Snippet =>
  (uri) => ({
    python: lines(
      'import mlflow',
      `mlflow.set_tracking_uri(${q(uri)})`,
      `model = mlflow.pyfunc.load_model(${q(`models:/${name}${alias ? `@${alias}` : `/${version}`}`)})`,
      'predictions = model.predict(data)',
    ),
    r: lines(
      'library(mlflow)',
      `mlflow_set_tracking_uri(${q(uri)})`,
      `model <- mlflow_load_model(${q(`models:/${name}/${version}`)})`,
      'predictions <- mlflow_predict(model, data)',
    ),
    java: lines(
      'import java.io.File;',
      'import org.mlflow.tracking.MlflowClient;',
      '',
      `MlflowClient client = new MlflowClient(${q(uri)});`,
      `File folder = client.downloadModelVersion(${q(name)}, ${q(version)});`,
    ),
    typescript: lines(
      `const file = new URL(${q(`${uri}/model-versions/get-artifact`)})`,
      `file.search = String(new URLSearchParams({ name: ${q(name)}, version: ${q(version)}, path: "MLmodel" }))`,
      'const text = await (await fetch(file)).text()',
    ),
  })
