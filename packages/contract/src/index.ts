export type {
  AcceptKind,
  Action,
  Allowed,
  DocumentedResponse,
  ResponseKind,
  Binding,
  Clause,
  ClauseKind,
  Contract,
  Property,
  Operation,
  Outcome,
  Parameter,
  RequestBody,
  Resource,
  ResourceRule,
  RuleKind,
  SecurityScheme,
  SensitiveMarks,
} from './contract.ts';
export { ContractError } from './contractError.ts';
export type { Problem } from './contractError.ts';
export { contractOf } from './contractOf.ts';
export { deref } from './deref.ts';
export { extensionSchemas } from './extensionSchemas.ts';
export type { JsonSchema, JsonValue } from './json.ts';
export { operationTable } from './operationTable.ts';
export type {
  OperationTable,
  TableResponse,
  TableBody,
  TableProperty,
  TableOperation,
  TableParameter,
} from './operationTable.ts';
