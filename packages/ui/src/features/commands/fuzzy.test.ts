import { expect, test } from 'vitest'
import { fuzzy } from './fuzzy.ts'

const PLACES = ['Experiments', 'Models', 'New experiment', 'New model', 'Theme: Dark', 'Prompts']
const found = (typed: string) => fuzzy(PLACES, typed, (place) => place)

test.each([
  ['', PLACES],
  ['exp', ['Experiments', 'New experiment']],
  ['nm', ['New model', 'New experiment']],
  ['NEW MODEL', ['New model']],
  ['dark', ['Theme: Dark']],
  ['xyz', []],
])('%j finds %j', (typed, places) => {
  expect(found(typed)).toEqual(places)
})

test('other scripts match without regard to case', () => {
  expect(fuzzy(['Експерименти', 'Модели'], 'МОД', (place) => place)).toEqual(['Модели'])
})
