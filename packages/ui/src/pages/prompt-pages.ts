/** The pages of prompts come together: they share most of what they are made of. */
export { PromptPage } from './prompt-page.tsx'
export { PromptsPage } from './prompts-page.tsx'
