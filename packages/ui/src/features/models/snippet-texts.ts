import type { Language } from './models-search.ts'

/** What to write to talk to the server at a URI, in each language that has a way. */
export type Snippet = (trackingUri: string) => Partial<Record<Language, string>>

/** Strings of all four languages may be written as JSON has them. */
export const quoted = (text: string) => JSON.stringify(text)

export const lines = (...text: string[]) => text.join('\n')

const EXAMPLE = 'credit-scoring'

/** Registers the first version of a model. */
export const registerSnippet: Snippet = (uri) => ({
  python: lines(
    'import mlflow',
    `mlflow.set_tracking_uri(${quoted(uri)})`,
    `mlflow.register_model("runs:/<run id>/model", ${quoted(EXAMPLE)})`,
  ),
  r: lines(
    'library(mlflow)',
    `mlflow_set_tracking_uri(${quoted(uri)})`,
    `mlflow_create_registered_model(${quoted(EXAMPLE)})`,
    `mlflow_create_model_version(${quoted(EXAMPLE)}, source = "runs:/<run id>/model", run_id = "<run id>")`,
  ),
  java: lines(
    'import org.mlflow.tracking.MlflowClient;',
    '',
    `MlflowClient client = new MlflowClient(${quoted(uri)});`,
    `client.sendPost("registered-models/create", ${quoted(JSON.stringify({ name: EXAMPLE }))});`,
    `client.sendPost("model-versions/create", ${quoted(JSON.stringify(EXAMPLE_VERSION))});`,
  ),
  typescript: lines(
    'const post = (path: string, body: object) =>',
    `  fetch(${quoted(`${uri}/api/2.0/mlflow/`)} + path, {`,
    '    method: "POST",',
    '    headers: { "content-type": "application/json" },',
    '    body: JSON.stringify(body),',
    '  })',
    `await post("registered-models/create", { name: ${quoted(EXAMPLE)} })`,
    'await post("model-versions/create", {',
    ...Object.entries(EXAMPLE_VERSION).map(([key, value]) => `  ${key}: ${quoted(value)},`),
    '})',
  ),
})

const EXAMPLE_VERSION = { name: EXAMPLE, source: 'runs:/<run id>/model', run_id: '<run id>' }

/** Logs a file to a run. */
export const logArtifactSnippet =
  (runId: string): Snippet =>
  (uri) => ({
    python: lines(
      'import mlflow',
      `mlflow.set_tracking_uri(${quoted(uri)})`,
      `mlflow.log_artifact("report.html", run_id=${quoted(runId)})`,
    ),
    r: lines(
      'library(mlflow)',
      `mlflow_set_tracking_uri(${quoted(uri)})`,
      `mlflow_log_artifact("report.html", run_id = ${quoted(runId)})`,
    ),
    java: lines(
      'import java.io.File;',
      'import org.mlflow.tracking.MlflowClient;',
      '',
      `MlflowClient client = new MlflowClient(${quoted(uri)});`,
      `client.logArtifact(${quoted(runId)}, new File("report.html"));`,
    ),
    typescript: lines(
      'import { readFile } from "node:fs/promises"',
      '',
      `const place = new URL(${quoted(`${uri}/ajax-api/2.0/mlflow/upload-artifact`)})`,
      `place.search = String(new URLSearchParams({ run_uuid: ${quoted(runId)}, path: "report.html" }))`,
      'await fetch(place, { method: "POST", body: await readFile("report.html") })',
    ),
  })
