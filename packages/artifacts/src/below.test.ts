import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hasRelativeParts, isBelow } from './index.ts'

let root = ''
let other = ''

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-below-'))
  root = join(folder, 'root')
  other = join(folder, 'other')
  await mkdir(join(root, 'model'), { recursive: true })
  await mkdir(other)
  await symlink(other, join(root, 'leads-out'))
  await symlink(join(root, 'model'), join(root, 'stays-in'))
})
afterAll(() => rm(join(root, '..'), { recursive: true, force: true }))

test('a local path or file URI is below its root, there or not', async () => {
  for (const inside of ['', '/model', '/model/not/there', '/stays-in', '/a/../model', '/m?x=1']) {
    expect(await isBelow(root, root + inside), inside).toBe(!inside.includes('?'))
  }
  for (const uri of [`file://${root}/model`, `file:${root}`, `file://localhost${root}/x`]) {
    expect(await isBelow(root, uri), uri).toBe(true)
    expect(await isBelow(`file://${root}`, uri), uri).toBe(true)
  }
})

test('what leaves the root by name, by encoding, by a link or by another scheme is not below it', async () => {
  const outside = [
    'x',
    '/..',
    '/../other',
    '/%2e%2e/other',
    '/%252e%252e/other',
    '/leads-out',
    '/leads-out/x',
  ]
  for (const path of outside) expect(await isBelow(root, root + path), path).toBe(false)
  for (const uri of [`file://elsewhere${root}`, 's3://b/x', `mlflow-artifacts:${root}`, '\\\\host\\x', '']) {
    expect(await isBelow(root, uri), uri).toBe(false)
  }
})

test('a URI of a store is below another of the same store whose names it begins with', async () => {
  const folder = 'mlflow-artifacts:/1/run/artifacts'
  for (const uri of [
    folder,
    `${folder}/`,
    `${folder}/m`,
    'mlflow-artifacts:///1/run//artifacts/m',
    `${folder}/m?x=1`,
  ]) {
    expect(await isBelow(folder, uri), uri).toBe(true)
  }
  for (const uri of [
    `${folder}x`,
    'mlflow-artifacts:/1/run',
    'mlflow-artifacts://host/1/run/artifacts',
    's3:/1/run/artifacts',
  ]) {
    expect(await isBelow(folder, uri), uri).toBe(false)
  }
})

test('relative parts are seen through every encoding', () => {
  for (const path of ['/a/..', '/./a', '..', '/%2e%2e/a', '/%252e/a', '/a/..%2fb', '/a\0', '/%00']) {
    expect(hasRelativeParts(path), path).toBe(true)
  }
  for (const path of ['', '/a..b', '/.a/...', '/a%3Fb', '/a;..', '/a\\..\\b']) {
    expect(hasRelativeParts(path), path).toBe(false)
  }
})
