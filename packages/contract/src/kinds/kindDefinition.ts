import type { Binding, Description, Operation, Outcome, Property } from '../description.ts';
import type {
  Alternative,
  BodyEntry,
  OperationEntry,
  ParameterEntry,
  ResponseEntry,
} from '../entries.ts';
import type { JsonSchema, JsonValue } from '../json.ts';
import type { Family } from './families.ts';

/** What a kind reads off one place of the document: one clause. What is left out is that of the place. */
export interface Found {
  /** Completes "a request …" (refused and accepted requests), or is the whole promise (responses). */
  readonly text: string;
  readonly element?: string;
  readonly value?: JsonValue;
  readonly source?: readonly string[];
  /** Each of its rows is needed to demand it: the weakest of them decides. */
  readonly everyRow?: true;
  readonly binding?: Binding;
  readonly outcome?: Outcome;
}

/** The document around a place. */
export interface Surroundings extends Description {
  /** Rows that promise the order of checks. */
  readonly orderSource: readonly string[];
}

/** The values of keywords by which a schema limits what is right, by their names. */
export type Keywords = Readonly<Record<string, JsonValue>>;

/** A path parameter with its operation. */
export interface PathProperty {
  readonly entry: OperationEntry;
  readonly property: ParameterEntry['property'];
  readonly keywords: Keywords;
}

/** An alternative of a body, among all of them. */
export interface BodyAlternative {
  readonly alternative: Alternative;
  readonly alternatives: readonly Alternative[];
}

/** A property of a request's body, or a parameter of its query or a header of it. */
export interface RequestProperty {
  readonly property: Property;
  /** None for a property of the body. */
  readonly in?: 'path' | 'query' | 'header';
  /** Its name in a sentence. */
  readonly its: string;
  readonly operation: Operation;
  readonly alternatives: BodyEntry['alternatives'];
}

/** A property of a response's body, or the body itself. */
export interface ShownProperty {
  readonly property: Property;
  readonly status: number;
  /** Its name in a sentence. */
  readonly its: string;
  readonly keywords: Keywords;
}

interface Common<Group extends string, On extends string> {
  readonly group: Group;
  /** Where in a document a clause of this kind is read. */
  readonly on: On;
  readonly family: Family;
  /** For people: what such a request does, or what is promised. */
  readonly says: string;
}

interface Reading<At> {
  /** The clauses of this kind at one place. */
  read(this: void, at: At, around: Surroundings): readonly Found[];
}

interface Keyworded {
  /** The keywords of JSON Schema that are broken with it. */
  readonly keywords?: readonly string[];
}

interface Refusal extends Keyworded {
  /** A document need not speak of it: without an outcome, no clause. */
  readonly optional?: true;
}

/** A kind of rule that a request breaks, read off one kind of place. */
export type RefuseDefinition =
  | (Common<'refuse', 'operation'> & Refusal & Reading<OperationEntry>)
  | (Common<'refuse', 'path'> & Refusal & Reading<PathProperty>)
  | (Common<'refuse', 'body'> & Refusal & Reading<NonNullable<OperationEntry['operation']['body']>>)
  | (Common<'refuse', 'bodySchema'> & Refusal & Reading<Property>)
  | (Common<'refuse', 'alternative'> & Refusal & Reading<BodyAlternative>)
  | (Common<'refuse', 'property'> & Refusal & Reading<RequestProperty>);

/** The order in which several broken rules are checked: read when all other rules of an operation are known. */
export type OrderDefinition = Common<'refuse', 'rules'> &
  Reading<{ readonly entry: OperationEntry; readonly kinds: ReadonlySet<string> }>;

/**
 * A rule that one keyword of JSON Schema puts on a property, parameter or response. Everything that validates reads it off
 * this entry, so that a new keyword needs no other line in contract, model, mock or clients.
 */
export interface KeywordDefinition<Value extends JsonValue = JsonValue> {
  readonly group: 'refuse';
  readonly on: 'keyword';
  readonly family: Family;
  readonly keyword: string;
  /** What the keyword's own value has to be. */
  readonly shape: JsonSchema;
  /** True for a keyword of which a response promises nothing, or promises it by another kind. */
  readonly notInResponses?: true;
  /** A document need not speak of it: without an outcome, no clause. */
  readonly optional?: true;
  /** Completes "whose property …", of a value that breaks the keyword. */
  breach(this: void, value: Value): string;
  /** Whether some value breaks the keyword, and this kind speaks of it; left out: always. */
  applies?(this: void, value: Value): boolean;
  /** Whether other keywords of the schema allow no value that breaks this one: nobody could tell what refuses it. */
  implied?(this: void, schema: JsonSchema): boolean;
  /** The word of `x-untested` that leaves this open: there is then no clause, or where `partly`, a check sends less. */
  leftOpen?(this: void, value: Value): string | undefined;
  readonly partly?: true;
  /** A property with this keyword. */
  readonly example: JsonSchema;
}

/** A particular way in which a request can be right. */
export type AcceptDefinition =
  | (Common<'accept', 'operation'> & Reading<OperationEntry>)
  | (Common<'accept', 'property'> &
      Reading<RequestProperty> & {
        /** A property with a keyword of which this kind sends a right value at its edge. */
        readonly example?: JsonSchema;
      });

/** A promise that holds for a response by itself. */
export type ResponseDefinition =
  | (Common<'response', 'response'> & Keyworded & Reading<ResponseEntry>)
  | (Common<'response', 'property'> & Keyworded & Reading<ShownProperty>)
  | (Common<'response', 'errors'> & Reading<OperationEntry>);

/** A promise that holds between the requests to one resource; `says` is its sentence. */
export interface ResourcePromise extends Common<'sequence', 'resource'> {
  /** The sentence for a property that only SHOULD keep the promise. */
  softened?(this: void, property: string): string;
}

/** What a read answers before the first save. */
export interface FirstReadPromise extends Common<'sequence', 'firstRead'> {
  /** Begins the sentence that the outcome ends. */
  readonly begins: string;
}

/** Everything about a kind of clause that is not a check or a mutant. */
export type KindDefinition =
  | RefuseDefinition
  | OrderDefinition
  | KeywordDefinition
  | AcceptDefinition
  | ResponseDefinition
  | ResourcePromise
  | FirstReadPromise;

/** A kind that states a keyword of JSON Schema. */
export function keywordRule<Value extends JsonValue = JsonValue>(
  definition: Omit<KeywordDefinition<Value>, 'group' | 'on'>,
): KeywordDefinition<Value> {
  return { group: 'refuse', on: 'keyword', ...definition };
}

/** A kind of what holds between the requests to one resource. */
export function promise(
  family: Family,
  says: string,
  softened?: ResourcePromise['softened'],
): ResourcePromise {
  const definition = { group: 'sequence', on: 'resource', family, says } as const;
  return softened === undefined ? definition : { ...definition, softened };
}
