import { randomInt } from 'node:crypto'

const ADJECTIVES =
  'able agile amber brave bright brisk calm candid clear clever crisp daring deft eager early fair fast fine fleet fond frank fresh gentle glad grand handy happy honest humble keen kind light lively loyal lucid lucky mellow merry neat nimble noble open patient placid proud quick quiet rapid ready sharp silent simple smart smooth sober solid spry steady still sturdy subtle sunny sure swift tidy true vivid warm wise witty'.split(
    ' ',
  )
const NOUNS =
  'alder arch aspen badger basin beacon bee birch bison bridge brook canal cedar cliff cove crane creek crow dale deer delta dove dune eagle elm falcon fern finch fjord forge fox gate glade grove gull harbor hare hawk hazel heron hill inlet isle ivy kestrel lake lark linden loom lynx maple marsh meadow mill moor moss oak orchard otter owl pine pond quail raven reed ridge river robin sluice sparrow spruce stork stream swan thrush tide tower trout vale wheel willow wren'.split(
    ' ',
  )

/** A name for a run that got none, of MLflow's shape: `swift-heron-417`. */
export function randomRunName(): string {
  const pick = (words: string[]) => words[randomInt(words.length)]
  return `${pick(ADJECTIVES)}-${pick(NOUNS)}-${randomInt(1000)}`
}
