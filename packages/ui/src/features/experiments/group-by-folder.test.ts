import { expect, test } from 'vitest'
import { foldersTo, groupByFolder } from './group-by-folder.ts'

const NAMES = ['risk/pd/2025', 'churn', 'risk/lgd', 'risk/pd/2026', '/Users/ana/try', 'odd/', '/']
const shown = (folder: string) =>
  groupByFolder(
    NAMES.map((name) => ({ name })),
    folder,
  ).map((row) => (row.type === 'folder' ? `${row.name} (${row.count})` : row.name))

test.each([
  ['', ['risk (3)', '/Users (1)', 'churn', 'odd/', '/']],
  ['risk/', ['pd (2)', 'lgd']],
  ['risk/pd/', ['2025', '2026']],
  ['/Users/', ['ana (1)']],
  ['nothing/', []],
])('in %j lie %j', (folder, rows) => {
  expect(shown(folder)).toEqual(rows)
})

test('the way to a folder names each folder on it', () => {
  expect(foldersTo('risk/pd/')).toEqual([
    { path: 'risk/', name: 'risk' },
    { path: 'risk/pd/', name: 'pd' },
  ])
  expect(foldersTo('/Users/ana/').map(({ name }) => name)).toEqual(['/Users', 'ana'])
  expect(foldersTo('')).toEqual([])
})

test('a tag puts an experiment into a folder, whatever its name', () => {
  const tagged = { name: 'churn/v2', tags: [{ key: 'folder', value: 'risk/' }] }
  const others = [tagged, { name: 'risk/fraud' }, { name: 'risk' }]
  expect(groupByFolder(others, '')).toMatchObject([
    { type: 'folder', path: 'risk/', count: 2 },
    { type: 'experiment', name: 'risk' },
  ])
  expect(groupByFolder(others, 'risk/')).toMatchObject([
    { type: 'folder', path: 'risk/churn/', count: 1 },
    { type: 'experiment', name: 'fraud' },
  ])
})
