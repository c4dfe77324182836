import { LIST_COMPARATORS, NULL_COMPARATORS, NUMBER_COMPARATORS, TEXT_COMPARATORS } from './comparison.ts'
import type { ComparedType, Field, SearchEntity } from './entities.ts'
import type { Target } from './identifier.ts'
import { reprSet, reprText } from './python.ts'

/** What a comparator stands beside. */
interface Compared extends Target {
  readonly field: Field | undefined
}

/** How the searches differ in what they accept and in how they say no. */
export interface Rules {
  readonly quotesClauses: boolean
  /** Experiments take comparators as they are written, so that `like` is refused where `LIKE` is not. */
  readonly keepsCase: boolean
  /** Whether `` `attribute`.key `` names the same as `attribute.key`. */
  readonly quotedPrefix: boolean
  /** Whether the name of an attribute may be quoted; keys of tags, params and metrics always may. */
  readonly quotedAttribute: boolean
  readonly nullTests?: {
    readonly types: readonly ComparedType[]
    readonly refusal: (target: Target, comparator: string) => string
  }
  /** The beginning of the answer to an attribute value of the wrong kind. */
  readonly expectedText: string
  /** The attributes that take numbers, where MLflow lists them in its refusal. */
  readonly numericAttributes?: readonly string[]
  /** Whether the answer to an unknown attribute has the known ones in quotes; so where nothing is said. */
  readonly quotesKnownKeys?: boolean
  /** The answer to a list with another comparator than IN, where that is the only one. */
  readonly badList?: (attribute: string) => string
  readonly badPrefix: (prefix: string) => string
  readonly badComparator: (compared: Compared, comparator: string) => string
}

const RUN_TYPES: readonly ComparedType[] = ['metric', 'parameter', 'tag', 'attribute', 'dataset']

const TEXT_OR_NULL = reprSet([...TEXT_COMPARATORS, ...NULL_COMPARATORS])
const TEXT_OR_LIST = reprSet([...TEXT_COMPARATORS, ...LIST_COMPARATORS])

function comparatorsOfRuns({ type, field }: Compared): string {
  switch (type) {
    case 'metric':
      return `'${reprSet(NUMBER_COMPARATORS)}`
    case 'tag':
      return `'${TEXT_OR_NULL}`
    case 'parameter':
      return `'${TEXT_OR_NULL}'`
    case 'dataset':
      return `'${TEXT_OR_LIST}`
    case 'attribute':
      return comparatorsOfAttribute(field)
  }
}

/** Of numbers too MLflow lists the comparators of texts. Some of its lists lack the last quote. */
function comparatorsOfAttribute(field: Field | undefined): string {
  return field?.holds === 'text' ? `'${TEXT_OR_LIST}'` : `'${TEXT_OR_LIST}`
}

function badEntityType(prefix: string): string {
  return `Invalid entity type '${prefix}'. Valid entity types are ('attribute', 'tag', 'tags')`
}

const REGISTRY = {
  quotesClauses: false,
  keepsCase: false,
  quotedPrefix: false,
  quotedAttribute: false,
  badPrefix: badEntityType,
  badComparator: ({ type, key }, comparator) =>
    `Invalid comparator for ${key === 'version_number' && type === 'attribute' ? 'attribute version_number' : type}: ${comparator}`,
} satisfies Partial<Rules>

export const RULES: Readonly<Record<SearchEntity, Rules>> = {
  runs: {
    quotesClauses: true,
    keepsCase: false,
    quotedPrefix: true,
    quotedAttribute: true,
    nullTests: {
      types: ['tag', 'parameter'],
      refusal: ({ type, name }) =>
        `IS NULL / IS NOT NULL is only supported for tags and params, not for '${type}' '${name}'`,
    },
    expectedText: 'Expected a quoted string value for attributes.',
    badPrefix: (prefix) =>
      `Invalid entity type '${prefix}'. Valid values are [${RUN_TYPES.map(reprText).join(', ')}]`,
    badComparator: (compared, comparator) =>
      `Invalid comparator '${comparator}' not one of ${comparatorsOfRuns(compared)}`,
  },
  experiments: {
    quotesClauses: false,
    keepsCase: true,
    quotedPrefix: false,
    quotedAttribute: true,
    nullTests: {
      types: ['tag'],
      refusal: ({ name }) => `IS NULL / IS NOT NULL is only supported for tags, not for attribute '${name}'`,
    },
    expectedText: 'Expected a quoted string value for attributes.',
    badPrefix: badEntityType,
    badComparator: ({ type, key, field }, comparator) => {
      if (type === 'tag') return `Invalid comparator for tag: ${comparator}`
      if (key === 'experiment_id') return `Invalid comparator for experiment_id: ${comparator}`
      return `Invalid comparator '${comparator}' not one of ${comparatorsOfAttribute(field)}`
    },
  },
  registered_models: {
    ...REGISTRY,
    expectedText: 'Expected a quoted string value or a list of quoted string values for attributes.',
  },
  model_versions: {
    ...REGISTRY,
    expectedText: 'Expected a quoted string value or a list of quoted string values for attributes.',
    numericAttributes: ['version_number', 'creation_timestamp', 'last_updated_timestamp'],
  },
  evaluation_datasets: {
    quotesClauses: false,
    keepsCase: false,
    quotedPrefix: false,
    quotedAttribute: false,
    nullTests: {
      types: [],
      refusal: ({ type, name }, comparator) =>
        type === 'tag'
          ? `Invalid comparator for tag: ${comparator}`
          : `IS NULL / IS NOT NULL is only supported for tags and params, not for '${type}' '${name}'`,
    },
    expectedText: 'Expected a quoted string value for attributes.',
    quotesKnownKeys: false,
    badList: (attribute) => `List values for '${attribute}' are only supported with the IN comparator.`,
    badPrefix: (prefix) => `Invalid identifier token '${prefix}' specified`,
    badComparator: ({ type, field }, comparator) =>
      type === 'tag'
        ? `Invalid comparator for tag: ${comparator}`
        : `Invalid comparator '${comparator}' not one of ${comparatorsOfAttribute(field)}`,
  },
}
