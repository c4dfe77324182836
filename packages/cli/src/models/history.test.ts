import type { RegistryChange } from '@millrace/sdk'
import { expect, test } from 'vitest'
import { changeLine } from './history.ts'

test('a change of a description in Markdown is one line', () => {
  const change: RegistryChange = {
    time: new Date(0),
    user: 'maria',
    name: 'risk',
    version: '3',
    change: 'description',
    to: `# Approved\n\n| measure | test |\n|---|---|\n| auc | 0.79 |`,
  } as RegistryChange
  expect(changeLine(change)).toBe(
    '1970-01-01T00:00:00.000Z  maria  risk version 3  description  (none) → # Approved …',
  )
})
