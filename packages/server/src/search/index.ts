export type { Comparison } from './comparison.ts'
export type { SearchEntity } from './entities.ts'
export { parseFilter } from './filter.ts'
export { identifyRunField, type RunField } from './identifier.ts'
export { likeToGlob, likeToRegExp } from './like.ts'
export { type LoggedModelComparison, parseLoggedModelFilter } from './logged-model-filter.ts'
export {
  type LoggedModelOrderBy,
  type LoggedModelOrderTerm,
  parseLoggedModelOrderBy,
} from './logged-model-order-by.ts'
export {
  decodeLoggedModelPageToken,
  encodeLoggedModelPageToken,
  type LoggedModelSearch,
} from './logged-model-page-token.ts'
export { type OrderTerm, parseOrderBy } from './order-by.ts'
export { pageOf } from './page.ts'
export { decodePageToken, encodePageToken } from './page-token.ts'
