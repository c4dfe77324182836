/**
 * Writes every generated file: from the measured facts in packages/contract/facts, and the docs' reference from the sources. Run
 * after changing a fact, an option, an endpoint or what the SDK exports.
 */
import { generateDatabase } from './generate/database.ts'
import { generateErrors } from './generate/errors.ts'
import { generateMessages } from './generate/messages.ts'

for (const file of [...generateMessages(), ...generateErrors(), ...generateDatabase()]) console.log(file)
// After the files above are written, for it reads them.
await import('./reference.ts')
