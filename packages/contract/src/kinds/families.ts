/** Kinds of clauses that speak of the same: the columns of a report. */
export const families = [
  'sign-in',
  'roles, order',
  'existence',
  'paths',
  'body format',
  'required',
  'types, null',
  'limits',
  'values',
  'unknown properties',
  'status, headers',
  'response body',
  'error body',
  'memory',
  'secrets',
] as const;

export type Family = (typeof families)[number];
