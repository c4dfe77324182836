import { expect, test } from 'vitest'
import { promptFilter } from './search-prompts.ts'

test.each([
  ['', undefined, ''],
  ['greet', undefined, " AND name ILIKE '%greet%'"],
  ["tags.team = 'risk'", '7', " AND tags.`_mlflow_experiment_ids` ILIKE '%,7,%' AND tags.team = 'risk'"],
])('%j of experiment %s is asked after the tag that makes prompts', (q, experiment, rest) => {
  expect(promptFilter(q, experiment)).toBe(`tags.\`mlflow.prompt.is_prompt\` = 'true'${rest}`)
})
