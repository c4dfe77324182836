import type { MlModel } from './read-mlmodel.ts'
import { lines, quoted, type Snippet } from './snippet-texts.ts'

/** A model, and how each client names it. */
interface Loaded {
  /** `models:/credit@champion`. */
  uri: string
  /** For clients that know no aliases. */
  plainUri: string
  /** What the SDK reads files of. */
  owner: string
  java: (uri: string) => string[]
  model: MlModel | undefined
}

/** R loads these, and no other. */
const IN_R = ['crate', 'h2o', 'keras', 'xgboost']
/** `millrace models` loads these without Python. */
const IN_NODE = ['javascript', 'onnx']

/** Whether some of the flavours are there; of a model that cannot be read everything is thought possible. */
const has = (model: MlModel | undefined, ...flavors: string[]) =>
  !model || flavors.some((flavor) => model.flavors.includes(flavor))

/** How a version is loaded by each client that can load it, or else how it fetches the files. */
export const loadSnippet = (
  name: string,
  version: string,
  alias: string | undefined,
  model: MlModel | undefined,
): Snippet =>
  loading({
    uri: `models:/${name}${alias ? `@${alias}` : `/${version}`}`,
    plainUri: `models:/${name}/${version}`,
    owner: `{ name: ${quoted(name)}, version: ${quoted(version)} }`,
    java: (uri) => [
      'import java.io.File;',
      'import org.mlflow.tracking.MlflowClient;',
      '',
      `MlflowClient client = new MlflowClient(${quoted(uri)});`,
      `File folder = client.downloadModelVersion(${quoted(name)}, ${quoted(version)});`,
    ],
    model,
  })

/** The same for a logged model, which is in no registry. */
export const loadLoggedSnippet = (id: string, model: MlModel | undefined): Snippet =>
  loading({
    uri: `models:/${id}`,
    plainUri: `models:/${id}`,
    owner: `await client.loggedModels.get(${quoted(id)})`,
    java: (uri) => [
      'import java.io.InputStream;',
      'import java.net.URI;',
      '',
      `URI file = URI.create(${quoted(`${uri}/ajax-api/2.0/mlflow/logged-models/${id}/artifacts/files?artifact_file_path=MLmodel`)});`,
      'InputStream bytes = file.toURL().openStream();',
    ],
    model,
  })

const loading =
  ({ uri, plainUri, owner, java, model }: Loaded): Snippet =>
  (server) => ({
    ...(has(model, 'python_function') && {
      python: lines(
        'import mlflow',
        `mlflow.set_tracking_uri(${quoted(server)})`,
        `model = mlflow.pyfunc.load_model(${quoted(uri)})`,
        'predictions = model.predict(data)',
      ),
    }),
    ...(has(model, ...IN_R) && {
      r: lines(
        'library(mlflow)',
        `mlflow_set_tracking_uri(${quoted(server)})`,
        `model <- mlflow_load_model(${quoted(plainUri)})`,
        'predictions <- mlflow_predict(model, data)',
      ),
    }),
    java: lines(...java(server)),
    typescript: inTypeScript(server, owner, model),
    ...(has(model, 'python_function', ...IN_NODE) && {
      rest: lines(
        `export MLFLOW_TRACKING_URI=${server}`,
        `millrace models serve -m ${shell(uri)} -p 8080`,
        '',
        '# elsewhere',
        "curl http://127.0.0.1:8080/invocations -H 'content-type: application/json' \\",
        `  -d '{"dataframe_records": [${shell(exampleOf(model)).slice(1, -1)}]}'`,
      ),
      cli: lines(
        `export MLFLOW_TRACKING_URI=${server}`,
        `millrace models predict -m ${shell(uri)} -t csv -i data.csv -o predictions.json`,
      ),
    }),
  })

/** The SDK fetches the file that holds the model; what runs in Node is run. */
function inTypeScript(server: string, owner: string, model: MlModel | undefined): string {
  const read = (file: string) => [
    `const client = new Client({ trackingUri: ${quoted(server)} })`,
    `const file = await client.artifacts.read(${owner}, ${quoted(file)})`,
  ]
  const sdk = `import { Client } from '@millrace/sdk'`
  if (model?.flavors.includes('javascript'))
    return lines(
      `import { writeFile } from 'node:fs/promises'`,
      sdk,
      '',
      ...read(model.module ?? 'index.js'),
      `await writeFile('model.mjs', await file.text())`,
      `const { predict } = await import('./model.mjs')`,
      `const predictions = await predict([${exampleOf(model)}], {})`,
    )
  if (model?.flavors.includes('onnx'))
    return lines(
      sdk,
      `import { InferenceSession } from 'onnxruntime-node'`,
      '',
      ...read('model.onnx'),
      'const session = await InferenceSession.create(new Uint8Array(await file.arrayBuffer()))',
      'const results = await session.run(feeds)',
    )
  return lines(sdk, '', ...read('MLmodel'), 'const text = await file.text()')
}

/** A record that fits the columns of the signature. */
function exampleOf(model: MlModel | undefined): string {
  const columns = model?.signature.inputs?.filter(({ name, type }) => name && typeof type === 'string') ?? []
  const values = columns.map(({ name = '', type }) => [name, EXAMPLES[String(type)] ?? 1] as const)
  return JSON.stringify(Object.fromEntries(values))
}

const EXAMPLES: Readonly<Record<string, unknown>> = {
  string: 'text',
  boolean: true,
  double: 0.5,
  float: 0.5,
  datetime: '2026-01-31T12:00:00',
}

/** One word of a shell's command line. */
const shell = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
