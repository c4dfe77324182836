/** Writes every generated file from the measured facts in packages/contract/facts. Run after changing a fact. */
import { generateDatabase } from './generate/database.ts'
import { generateErrors } from './generate/errors.ts'
import { generateMessages } from './generate/messages.ts'

for (const file of [...generateMessages(), ...generateErrors(), ...generateDatabase()]) console.log(file)
