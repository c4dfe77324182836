import { useState } from 'react'
import type { Language } from '../models/models-search.ts'
import { logArtifactSnippet } from '../models/snippet-texts.ts'
import { Snippets } from '../models/snippets.tsx'

/** How a run gets its first file. */
export function LogHint({ runId }: { runId: string }) {
  const [language, setLanguage] = useState<Language>()
  return <Snippets snippet={logArtifactSnippet(runId)} language={language} onLanguage={setLanguage} />
}
