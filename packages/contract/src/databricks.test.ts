import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { databricksAccess } from './databricks.ts'

const folder = mkdtempSync(join(tmpdir(), 'millrace-databricks-'))
afterAll(() => rmSync(folder, { recursive: true }))
const DATABRICKS_CONFIG_FILE = join(folder, 'cfg')
writeFileSync(
  DATABRICKS_CONFIG_FILE,
  '[DEFAULT]\nhost = https://first.example\ntoken = t1\n\n# the other\n[lab]\nhost=lab.example\nusername: ada\npassword = p=1\n',
)

test('a profile is found by its name, DEFAULT without one', () => {
  const env = { DATABRICKS_CONFIG_FILE }
  expect(databricksAccess('databricks', env)).toEqual({ host: 'https://first.example', token: 't1' })
  expect(databricksAccess('databricks://lab', env)).toEqual({
    host: 'https://lab.example',
    username: 'ada',
    password: 'p=1',
  })
  expect(() => databricksAccess('databricks://none', env)).toThrow("the profile 'none'")
})

test('the variables beat the file where no profile is named', () => {
  const env = { DATABRICKS_CONFIG_FILE, DATABRICKS_HOST: 'https://env.example', DATABRICKS_TOKEN: 't2' }
  expect(databricksAccess('databricks', env)).toEqual({ host: 'https://env.example', token: 't2' })
  expect(databricksAccess('databricks://DEFAULT', env)).toMatchObject({ token: 't1' })
})
