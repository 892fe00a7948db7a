import type {
  DescribedResource,
  DocumentedResponse,
  Operation,
  Parameter,
  Property,
} from './description.ts';
import type { Scope } from './scope.ts';

/** A property together with what its clauses need: the outcomes that hold for it, and where it is. */
export interface PropertyEntry {
  readonly property: Property;
  readonly scope: Scope;
  readonly pointer: string;
}

/** A parameter together with what its clauses need. */
export interface ParameterEntry extends PropertyEntry {
  readonly property: Parameter;
}

/** One way for an object to be right: the properties that it then needs, and the scope of the part that says so. */
export interface Alternative {
  readonly required: readonly string[];
  readonly scope: Scope;
}

/** A body: itself as a property named `$`, its properties, nested ones by dotted names (`a.b`, `list[].c`, `map.*`), its alternatives. */
export interface BodyEntry {
  readonly root: PropertyEntry;
  readonly entries: readonly PropertyEntry[];
  readonly alternatives: readonly Alternative[];
}

/** An operation together with what its clauses need: scopes and places that the plain data leave out. */
export interface OperationEntry {
  readonly operation: Operation;
  /** Every method of its path; only on the first operation of each path, which speaks for all. */
  readonly methods?: readonly string[];
  readonly scope: Scope;
  readonly pointer: string;
  readonly parameters: readonly ParameterEntry[];
  readonly body?: BodyEntry & { readonly scope: Scope };
  readonly responses: readonly ResponseEntry[];
}

/** A documented response together with what its clauses need. */
export interface ResponseEntry {
  readonly response: DocumentedResponse;
  readonly body?: BodyEntry;
  readonly pointer: string;
  readonly sensitiveHeaders: readonly string[];
  readonly headerScopes: ReadonlyMap<string, Scope>;
}

/** A resource together with what its clauses need. */
export interface ResourceEntry<R extends DescribedResource = DescribedResource> {
  readonly resource: R;
  readonly entries: readonly PropertyEntry[];
  readonly pointer: string;
}
