export type {
  AcceptKind,
  Action,
  Allowed,
  Answer,
  AnswerKind,
  Binding,
  Clause,
  ClauseKind,
  Contract,
  Member,
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
  TableAnswer,
  TableBody,
  TableMember,
  TableOperation,
  TableParameter,
} from './operationTable.ts';
