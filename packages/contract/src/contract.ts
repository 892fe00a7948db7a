import type { Authority, Binding, DescribedResource, Description, Outcome } from './description.ts';
import type { JsonValue } from './json.ts';
import type { Kinds } from './kinds/index.ts';

/** The kinds of clauses of one group. */
type KindsOf<Group> = {
  [K in keyof Kinds]: Kinds[K] extends { readonly group: Group } ? K : never;
}[keyof Kinds];

/** The kinds of all clauses: the names in the table of kinds. */
export type ClauseKind = keyof Kinds;

/** The kinds of rules that one request can break, each with an outcome. */
export type RuleKind = Exclude<KindsOf<'refuse'>, 'order'>;

/** The kinds of promises that hold for a response by itself. */
export type ResponseKind = KindsOf<'response'>;

/** The kinds of promises that hold for a request that is right in one particular way. */
export type AcceptKind = KindsOf<'accept'>;

/** The promises that hold between requests. */
export type ResourceRule = KindsOf<'sequence'>;

/**
 * One thing that the document demands. `id` is stable: `<api>.<operation or resource>[.<status>][.<in>][.<element>].<kind>`,
 * where element is a property, a parameter, a header or a wrong way to sign in.
 */
export interface Clause {
  readonly id: string;
  readonly group: 'refuse' | 'accept' | 'response' | 'sequence';
  readonly kind: ClauseKind;
  /** The operation it speaks of, or the resource; exactly one of both is there. */
  readonly operation?: string;
  readonly resource?: string;
  /**
   * Property, parameter, header, or wrong way to sign in. `$` is the whole body of a response; of an alternative, the
   * required properties that only it has, joined by `+`.
   */
  readonly element?: string;
  /** The place of the parameter whose name is the element; none if the element is not a parameter. */
  readonly in?: 'path' | 'query' | 'header';
  /** Group `response`: the status of the one response it speaks of; none where it speaks of all error responses. */
  readonly status?: number;
  readonly binding: Binding;
  /** Whose word it is: only what is documented is a MUST. */
  readonly authority: Authority;
  /** Ids of rows in FACTS.md, at least one. */
  readonly source: readonly string[];
  /** One English sentence, for people. */
  readonly text: string;
  /** Group `refuse` (all but `order`) and kind `absent`: what a server may answer. */
  readonly outcome?: Outcome;
  /** The value of the keyword (a limit, a pattern, the list of an enum), where there is one. */
  readonly value?: JsonValue;
}

/** What operations create, read, list, replace, merge, save and delete, and what holds between them. */
export interface Resource extends DescribedResource {
  readonly rules: Readonly<
    Partial<Record<ResourceRule, { readonly binding: Binding; readonly source: readonly string[] }>>
  >;
}

/** What a document demands, as plain data without references, free of any vendor. */
export interface Contract extends Omit<Description, 'resources'> {
  readonly resources: readonly Resource[];
  readonly clauses: readonly Clause[];
}
