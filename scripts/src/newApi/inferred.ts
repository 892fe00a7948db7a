import type { ForeignOperation, Path } from './openApi.ts';

/** What an operation does to a resource, as the document lets it be seen. */
type Verb = 'create' | 'read' | 'list' | 'listAll' | 'replace' | 'merge' | 'save' | 'delete';

/** What one operation does. */
export interface InferredAction {
  readonly operation: ForeignOperation;
  /** `ask` only reads and belongs to no resource; `other` changes what no read shows. */
  readonly does: Verb | 'ask' | 'other';
  /** JSON pointer into the response, to where the resource is. */
  readonly at: string;
}

/** A group of operations on one thing that is saved. */
export interface InferredResource {
  readonly name: string;
  /** Path parameters before its own, the outermost first. */
  readonly parents: readonly string[];
  readonly key?: { readonly property: string; readonly parameter: string };
  /** Where what is shown names a parent that the path of its create does not, by path parameter. */
  readonly parentShown?: Readonly<Record<string, string>>;
  /** The server makes the key. */
  readonly serverMade: boolean;
  /** The schema of a read: a JSON pointer that begins with `#/`. */
  readonly schema: string;
  readonly schemaPath: Path;
  readonly actions: readonly InferredAction[];
}
