export type {
  AcceptKind,
  Clause,
  ClauseKind,
  Contract,
  Resource,
  ResourceRule,
  ResponseKind,
  RuleKind,
} from './contract.ts';
export {
  acceptedBy,
  chosenMediaType,
  isAmongMediaTypes,
  isReadAsBody,
  isReadMediaType,
  mayBeMerged,
  mergePatch,
  withChosenMedia,
} from './chosenMedia.ts';
export { accessTable } from './accessTable.ts';
export type { AccessTable } from './accessTable.ts';
export { commandTable } from './commandTable.ts';
export type {
  CommandOperation,
  CommandProperty,
  CommandResource,
  CommandTable,
} from './commandTable.ts';
export { ContractError } from './contractError.ts';
export type { Problem } from './contractError.ts';
export { conditionOf, taggedRead, tagReader } from './conditions.ts';
export { contractOf } from './contractOf.ts';
export { credentialVariables, variableName } from './credentialVariables.ts';
export { deref, isOpenEnd } from './deref.ts';
export type {
  Action,
  Allowed,
  Authority,
  Binding,
  CheckGroup,
  CommonError,
  DocumentedResponse,
  Operation,
  Outcome,
  Paging,
  Parameter,
  Property,
  RequestBody,
  SecurityScheme,
  SensitiveMarks,
  StandardSignIn,
} from './description.ts';
export {
  elementAt,
  elementSteps,
  elementTree,
  elementValues,
  isEach,
  isMapItself,
  isNested,
  lastName,
  nodeBelow,
  pointerOf,
} from './elements.ts';
export type { ElementNode } from './elements.ts';
export { editorSchema } from './editorSchema.ts';
export { extensionSchemas } from './extensionSchemas.ts';
export { isObject } from './json.ts';
export type { JsonSchema, JsonValue } from './json.ts';
export { keysWithoutEffect } from './keysWithoutEffect.ts';
export { kindOfKeyword, responseKindOfKeyword } from './keywords.ts';
export { families } from './kinds/families.ts';
export type { Family } from './kinds/families.ts';
export { kinds } from './kinds/index.ts';
export {
  filledPath,
  headerOf,
  locatedBy,
  namedSegment,
  pathInLocation,
  valueInSegment,
} from './location.ts';
export type { Located, NamedSegment } from './location.ts';
export { isBehindLast, PageWalk, whyAstray, whyEarly } from './paging.ts';
export { longestPage, pageSize } from './nextPage.ts';
export {
  parentNames,
  parentPath,
  parentTextIn,
  parentTexts,
  placeAbove,
  textBelow,
  unnamedParents,
} from './parentText.ts';
export {
  isAboutOne,
  isBelowCaller,
  makerOf,
  makesKeys,
  parentResource,
  parentsAbove,
} from './parentResource.ts';
export { bareName, whyNoOperationId } from './operationName.ts';
export { operationTable } from './operationTable.ts';
export type { OperationTable, TableOperation } from './operationTable.ts';
export { schemesOf, wrongWayOf, wrongWays } from './signInWays.ts';
export type { WrongWay } from './signInWays.ts';
export { sharedContract } from './sharedContract.ts';
export { strictContract } from './strictContract.ts';
export { plainLimits } from './plainUnion.ts';
export { below, ownValue, pointerSteps, valueAt, valuesAt } from './pointer.ts';
