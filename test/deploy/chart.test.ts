import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeUnless, describeWith } from '../helpers/programs.ts'
import { pythonVenv } from '../helpers/python-venv.ts'
import { output } from '../helpers/run.ts'
import { type Scratch, scratch } from '../helpers/scratch.ts'
import { CHECKERS } from './checkers.ts'
import { CHART_CASES, HELM, heading, helmTemplate, rendered, renderedOf } from './render-chart.ts'

/** Checks each manifest against the schemas of Kubernetes, where a field that there is not is an error too. */
const VALIDATE = `
import sys, yaml, kubernetes_validate
kinds = []
for document in yaml.safe_load_all(open(sys.argv[1])):
    if document is None: continue
    kinds.append(document['kind'])
    if document['apiVersion'].startswith('monitoring.coreos.com/'): continue
    kubernetes_validate.validate(document, sys.argv[2], strict=True)
print(' '.join(sorted(kinds)))
`

const KUBERNETES = ['1.28', '1.34']

const KINDS: Readonly<Record<string, string>> = {
  default: 'Deployment Service ServiceAccount',
  'gcs-scaled': 'Deployment HorizontalPodAutoscaler Ingress Secret Service ServiceAccount ServiceMonitor',
  'mysql-azure-secrets': 'Deployment Service ServiceAccount',
  persistent: 'Deployment PersistentVolumeClaim Service ServiceAccount',
  'postgres-s3': 'Deployment Secret Service ServiceAccount',
}

const kept = (name: string) => readFileSync(renderedOf(name), 'utf8')

describe('the Helm chart, as it was rendered', () => {
  test.each(CHART_CASES)('is that of today, with the values %s', (name) => {
    expect(kept(name).split('\n', 1)).toEqual([heading(name)])
  })

  test('keeps passwords in its Secret, and out of the pod', () => {
    const manifests = kept('postgres-s3').split('\n---\n')
    const withPassword = manifests.filter((text) => /p%40ss|p@ss|: secret$/m.test(text))
    expect(withPassword.map((text) => /^kind: (.*)$/m.exec(text)?.[1])).toEqual(['Secret'])
    expect(withPassword[0]).toContain(
      'MLFLOW_BACKEND_STORE_URI: postgresql://mlflow:p%40ss%20w%2Frd@postgres.db.svc:5432/mlflow?sslmode=require',
    )
  })

  test('takes values of the community chart for options and variables', () => {
    const text = kept('postgres-s3')
    expect(text).toContain('"--static-prefix=/mlflow"')
    expect(text).toContain('"--enable-permanent-delete"')
    expect(text).toContain('value: "s3://models/mlflow"')
    expect(text).toContain('path: /mlflow/health')
    expect(text).toMatch(/args: \[db, upgrade, \$\(MLFLOW_BACKEND_STORE_URI\)\]/)
    expect(kept('mysql-azure-secrets')).toContain(
      'value: "mysql://$(DATABASE_USER):$(DATABASE_PASSWORD)@mysql.db.svc:3307/mlflow"',
    )
    expect(kept('mysql-azure-secrets')).toContain(
      'value: "wasbs://models@account.blob.core.windows.net/mlflow"',
    )
  })
})

describeWith(['python3'], 'the manifests of the chart', () => {
  let python: string
  beforeAll(async () => {
    python = await pythonVenv(CHECKERS.venv, CHECKERS.requirements)
  })
  describe.each(KUBERNETES)('on Kubernetes %s', (version) => {
    test.each(CHART_CASES)('are valid: %s', async (name) => {
      const kinds = await output(python, ['-c', VALIDATE, renderedOf(name), version])
      expect(kinds.trim()).toBe(KINDS[name])
    })
  })
})

describeUnless(!HELM && 'no helm on the PATH nor in MILLRACE_HELM', 'helm', () => {
  let folder: Scratch
  beforeAll(() => {
    folder = scratch('chart')
  })
  afterAll(() => folder.remove())

  test.each(CHART_CASES)('renders %s as kept', async (name) => {
    await expect(await rendered(name)).toMatchFileSnapshot(renderedOf(name))
  })

  test.each([
    ['replicaCount: 2', 'More than one replica needs a database server'],
    ['backendStore: {postgres: {enabled: true}}', 'backendStore.postgres.host is needed'],
    ['backendStore: {mysql: {enabled: true, host: x, database: y}}', 'backendStore.mysql.user is needed'],
    ['backendStore: {postgres: {enabled: true}, mysql: {enabled: true}}', 'are both enabled: enable one'],
    ['artifactRoot: {s3: {enabled: true}}', 'artifactRoot.s3.bucket is needed'],
    [
      'artifactRoot: {s3: {enabled: true}, gcs: {enabled: true}}',
      'artifactRoot.s3 and artifactRoot.gcs are enabled: enable one',
    ],
    [
      'replicaCount: 2\nbackendStore: {postgres: {enabled: true, host: h, database: d, user: u}}',
      'More than one replica needs a place for artifacts',
    ],
  ])('refuses %s with a sentence', async (values, sentence) => {
    writeFileSync(folder.file('values.yaml'), values)
    const { code, stderr } = await helmTemplate('--values', folder.file('values.yaml'))
    expect(stderr).toContain(sentence)
    expect(code).toBe(1)
  })
})
