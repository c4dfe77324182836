import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { formatMeta } from '../../packages/server/src/file-store/meta-file.ts'
import { NASTY_TEXTS } from '../../packages/server/src/file-store/nasty-texts.ts'
import { realMlflow } from '../helpers/mlflow.ts'
import { describeWith } from '../helpers/programs.ts'
import { output } from '../helpers/run.ts'
import { scratch } from '../helpers/scratch.ts'

const READ =
  'import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1], encoding="utf8", newline=""))))'

describeWith(['python3'], 'meta.yaml as the Python of MLflow reads it', () => {
  test('every text is itself, as a value and as a key', async () => {
    const { python } = await realMlflow()
    const folder = scratch('yaml')
    const values = Object.fromEntries(NASTY_TEXTS.map((text, i) => [`value ${i}`, text]))
    const meta = { ...values, keys: Object.fromEntries(NASTY_TEXTS.map((text) => [text, '1'])) }
    writeFileSync(folder.file('meta.yaml'), formatMeta(meta))
    expect(JSON.parse(await output(python, ['-c', READ, folder.file('meta.yaml')]))).toEqual(meta)
    folder.remove()
  }, 600_000)
})
