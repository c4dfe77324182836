import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { scratch } from '../../../../test/helpers/scratch.ts'
import { modelFolder } from '../testing/exchanges.ts'
import { readEnvironment } from './files.ts'
import { findProgram } from './find-program.ts'
import { prepareEnvironment } from './make.ts'
import { updateRequirements } from './update-requirements.ts'

const folder = scratch('environment')
const model = folder.file('model')
afterAll(() => folder.remove())
beforeEach(() => {
  rmSync(model, { recursive: true, force: true })
  cpSync(modelFolder('regression'), model, { recursive: true })
})

test('conda.yaml tells the same as python_env.yaml', async () => {
  const told = await readEnvironment(model)
  rmSync(`${model}/python_env.yaml`)
  const { python, requirements } = await readEnvironment(model)
  expect({ python, requirements }).toEqual({ python: told.python, requirements: told.requirements })
})

test('requirements are added, replaced and removed in all files', async () => {
  await updateRequirements(model, 'add', ['Scikit_Learn==1.5', 'requests'])
  await updateRequirements(model, 'remove', ['mlflow'])
  expect((await readEnvironment(model)).requirements).toEqual(['Scikit_Learn==1.5', 'requests'])
  expect(readFileSync(`${model}/conda.yaml`, 'utf8')).toContain('  - Scikit_Learn==1.5\n  - requests\n')
  await expect(updateRequirements(model, 'remove', ['nothing'])).rejects.toThrow('does not require nothing')
})

test.each([
  ['python_env.yaml', 'dependencies: 5', /dependencies must be a list/],
  ['python_env.yaml', 'dependencies: ["-r ../../secrets.txt"]', /leads out of its folder/],
  ['python_env.yaml', 'dependencies: ["-r none.txt"]', /names none.txt, which is not there/],
  ['python_env.yaml', '[', /python_env.yaml is damaged/],
])('%s with %j is refused', async (name, text, reason) => {
  writeFileSync(`${model}/${name}`, text)
  await expect(readEnvironment(model)).rejects.toThrow(reason)
})

test('an environment is made once; what cannot be installed is named', async () => {
  const said: string[] = []
  const root = folder.file('envs')
  mkdirSync(root)
  const options = {
    envManager: 'uv' as const,
    // Without uv in the PATH it is not to be had either.
    env: { ...process.env, MLFLOW_ENV_ROOT: root, PIP_NO_INDEX: '1', PIP_FIND_LINKS: undefined },
    onProgress: (line: string) => said.push(line),
  }
  writeFileSync(`${model}/python_env.yaml`, 'dependencies: []')
  const python = await prepareEnvironment(model, options)
  expect(python.startsWith(root)).toBe(true)
  if (findProgram('uv', process.env) === undefined) {
    expect(said[0]).toBe(`uv is not in the PATH: it is fetched, once, into ${root}/uv`)
    expect(said[1]).toMatch(/^uv cannot be fetched; venv and pip make the environment/)
    expect(said[2]).toMatch(/^Making an environment with venv and pip/)
  }
  const made = said.length
  expect(await prepareEnvironment(model, options)).toBe(python)
  expect(said).toHaveLength(made)
  const impossible = { ...options, override: ['./no-such-package-of-ours'] }
  await expect(prepareEnvironment(model, impossible)).rejects.toThrow('no-such-package-of-ours')
}, 180_000)
