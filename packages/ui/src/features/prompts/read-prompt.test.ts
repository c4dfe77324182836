import { expect, test } from 'vitest'
import { TEXT_TAG, TYPE_TAG } from './prompt-tags.ts'
import { plainText, readPrompt } from './read-prompt.ts'

const version = (text: string, type = 'text', more: { key: string; value: string }[] = []) => ({
  tags: [{ key: TEXT_TAG, value: text }, { key: TYPE_TAG, value: type }, ...more],
})

test('a text names its variables once, in their order', () => {
  const { messages, variables } = readPrompt(version('{{ b }} {{a.name}} {{b}} {{ 1x }} {c}'))
  expect([messages, variables]).toEqual([undefined, ['b', 'a.name']])
})

test('a chat is its messages; content of several parts stays readable', () => {
  const chat = [
    { role: 'system', content: 'You are {{who}}.' },
    { role: 'user', content: [{ type: 'text', text: 'Hi {{name}}' }] },
  ]
  const prompt = readPrompt(version(JSON.stringify(chat), 'chat'))
  expect(prompt.messages?.map(({ role }) => role)).toEqual(['system', 'user'])
  expect(prompt.variables).toEqual(['who', 'name'])
  expect(plainText(prompt)).toMatch(/^system:\nYou are \{\{who\}\}\.\n\nuser:\n/)
})

test.each(['not JSON', '{"role": "user"}', '[1]', '[{"role": "user"}]'])(
  '%s is no chat but a text',
  (text) => {
    expect(readPrompt(version(text, 'chat'))).toMatchObject({ source: text, messages: undefined })
  },
)

test('what is no JSON in a tag of JSON is shown as it is', () => {
  const tag = { key: '_mlflow_prompt_model_config', value: '{"temperature": 0}' }
  expect(readPrompt(version('x', 'text', [tag])).modelConfig).toBe('{\n  "temperature": 0\n}')
  expect(readPrompt(version('x', 'text', [{ ...tag, value: '{' }])).modelConfig).toBe('{')
})
