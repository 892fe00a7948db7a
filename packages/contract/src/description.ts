import type { JsonSchema, JsonValue } from './json.ts';

/** How binding a clause is: a broken MUST is a failure, a broken SHOULD a warning. */
export type Binding = 'MUST' | 'SHOULD';

/**
 * Whose word a row of FACTS.md is: the vendor's or a standard's (documented), that of servers and clients in the wild
 * (observed), or our own (reading).
 */
export type Authority = 'documented' | 'observed' | 'reading';

/** One thing a server may answer to a request that breaks a rule. Source: `docs/extensions.md`, OUTCOME. */
export type Allowed =
  | {
      readonly status: number | '4XX';
      /** A pointer into the body at which the property is named that the request has wrong. */
      readonly field?: string;
      /** A pointer into the body at which nothing may stand. */
      readonly without?: string;
      /** Values that must stand in the body, by pointer. */
      readonly with?: Readonly<Record<string, JsonValue>>;
      /** The name of the error. */
      readonly name?: string;
    }
  | { readonly as: 'accepted' | 'leftOut' };

/** What a server may answer to a request that breaks a rule: `allow` conforms, `warn` is tolerated. */
export interface Outcome {
  readonly allow: readonly Allowed[];
  readonly warn: readonly Allowed[];
  readonly binding: Binding;
  readonly source: readonly string[];
}

/** A property of a JSON body, or a parameter, flattened over the alternatives of a union. */
export interface Property {
  /** Of a nested property, the way to it: `config.issuer`, `Providers[].id`; `scopes[]` is each element of `scopes`, `claims.*` each value of the map `claims`. */
  readonly name: string;
  readonly description: string;
  /** JSON types, as in JSON Schema; empty where any type is right. */
  readonly types: readonly string[];
  /** Required in every alternative; of a nested property: wherever the object around it is there. */
  readonly required: boolean;
  readonly enum?: readonly JsonValue[];
  readonly default?: JsonValue;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly sensitive: boolean;
  readonly normalised?: Readonly<Record<string, string>>;
  readonly masked?: boolean;
  /** Where this other property was sent too, it comes back as sent or not at all. */
  readonly irrelevantWith?: string;
  readonly presentWhen?: readonly string[];
  readonly prefix?: string;
  readonly reachable?: boolean;
  readonly untested?: readonly string[];
  readonly binding: Binding;
  readonly source: readonly string[];
  /** Its own schema, references resolved. */
  readonly schema: JsonSchema;
}

/** A parameter of path, query or header. */
export interface Parameter extends Property {
  readonly in: 'path' | 'query' | 'header';
}

/** A request body. `alternatives` are the required properties of each alternative of a union; one for a plain object. */
export interface RequestBody {
  readonly required: boolean;
  readonly mediaType: string;
  /** Other media types that the document lists, ranges among them: no engine sends them. */
  readonly otherMediaTypes?: readonly string[];
  readonly properties: readonly Property[];
  readonly alternatives: readonly (readonly string[])[];
  readonly schema: JsonSchema;
  readonly examples: Readonly<Record<string, JsonValue>>;
  /** What the facts leave open about the body as a whole: `missingMediaType`, `charset`. */
  readonly untested?: readonly string[];
}

/** One documented response of an operation. */
export interface DocumentedResponse {
  readonly status: number;
  readonly description: string;
  /** None where the response has no body, or where a body is neither promised nor a violation (`anyBody`). */
  readonly mediaType?: string;
  /** Other media types in which the server may answer, ranges among them: no engine reads them. */
  readonly otherMediaTypes?: readonly string[];
  readonly schema?: JsonSchema;
  readonly properties: readonly Property[];
  readonly anyBody?: true;
  readonly headers: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly schema: JsonSchema;
    readonly source: readonly string[];
  }[];
  readonly examples: Readonly<Record<string, JsonValue>>;
  /** Error responses only. */
  readonly error?: { readonly name: string; readonly code?: string; readonly retry: boolean };
  readonly source: readonly string[];
  readonly binding: Binding;
}

/** What an operation does to which resource. `at` is a JSON pointer into the response's body ('' is the whole). */
export type Action =
  | {
      readonly does: 'create' | 'read' | 'list' | 'replace' | 'merge' | 'save' | 'delete';
      readonly resource: string;
      readonly at: string;
      /** Of a list: below all parents, and not below the one that the path names. */
      readonly everywhere?: true;
    }
  | { readonly does: 'ask' }
  | { readonly does: 'open' | 'close' };

/** How a list is asked for page by page, by the names of query parameters. */
export interface Paging {
  /** How many elements a page holds at most. */
  readonly limit: string;
  /** What says where a page begins: a number of elements, the number of a page, or what the page before said. */
  readonly by: 'offset' | 'page' | 'cursor';
  readonly from: string;
  /** What names the first page. */
  readonly first: number;
  /**
   * What leads to the next page: a JSON pointer to where a response has its cursor or a link to it, or `Link` for that header. None
   * where callers count for themselves.
   */
  readonly next?: string;
  /** Of a link: whether it is a whole URL or may be relative to the list. */
  readonly link?: 'whole' | 'relative';
  /** So many where a caller does not say how many; none where the document does not say so either. */
  readonly usual?: number;
  /** The most that a caller may ask for. */
  readonly most?: number;
}

/** An operation, as plain data: what client methods, mock routes, commands and checks are derived from. */
export interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';
  /** The path below the base path, as the document writes it: `/networks/{networkId}/oidc`. */
  readonly path: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly body?: RequestBody;
  /** Every documented response, in the order of their statuses. */
  readonly responses: readonly DocumentedResponse[];
  /** Name of the security scheme; none where no sign-in is needed. Of several, the first. */
  readonly security?: string;
  /** The names of all, where a caller may choose among several. */
  readonly schemes?: readonly string[];
  /** Who may; none where everybody who is signed in may. */
  readonly roles?: readonly string[];
  readonly repeatable: boolean;
  /** False where the operation changes nothing (reads, lists, asks). Log-on and log-off count as changing the session. */
  readonly changes: boolean;
  /** The whole query string is a secret. */
  readonly sensitiveQuery: boolean;
  readonly action: Action;
  /** Of a list that is shown in pages. */
  readonly paging?: Paging;
  /** Of a list: by query parameter, the property whose value it asks for. */
  readonly filters?: Readonly<Record<string, string>>;
  readonly session?: {
    readonly username: string;
    readonly password: string;
    readonly always: Readonly<Record<string, JsonValue>>;
    readonly never: readonly string[];
  };
  readonly source: readonly string[];
}

/** What operations create, read, list, replace, merge, save and delete; its rules are those of `Resource`. */
export interface DescribedResource {
  readonly name: string;
  /** The property and path parameter that identifies it among others; none for the one resource under each parent. */
  readonly key?: string;
  /** The path parameter that names its parent. */
  readonly parent?: string;
  /** The path parameters that name what its parent stands below, the outermost first; left out where there are none. */
  readonly above?: readonly string[];
  /** By parent, the JSON pointer at which what is shown of it names that parent: of `owner`, `/owner/login`. */
  readonly parentShown?: Readonly<Record<string, string>>;
  /** The resource that the parent is one of, where an operation of the document makes it; a deployment knows all others. */
  readonly parentResource?: string;
  readonly schema: JsonSchema;
  readonly properties: readonly Property[];
  readonly neverReturned: readonly string[];
  readonly serverMade: readonly string[];
  /** Where the server makes the key: a text of a create and a read that can hold a name of the caller's choice. */
  readonly label?: string;
  /** What a read answers before the first save. */
  readonly absent?: Outcome;
  /** Operation ids by what they do. */
  readonly operations: Readonly<
    Partial<
      Record<
        'create' | 'read' | 'list' | 'listAll' | 'replace' | 'merge' | 'save' | 'delete',
        string
      >
    >
  >;
}

/** Ways to sign in that OpenAPI itself has words for. */
export type StandardSignIn = 'bearer' | 'basic' | 'apiKey' | 'oauth2';

/** How requests prove who sends them. */
export interface SecurityScheme {
  readonly name: string;
  readonly kind: 'session' | 'signature' | StandardSignIn;
  /** The header that carries the credentials: `Cookie` for a cookie, empty where the query carries them. */
  readonly header: string;
  /** The query parameter or the cookie that carries them. */
  readonly parameter?: { readonly in: 'query' | 'cookie'; readonly name: string };
  readonly timeoutSeconds?: number;
  /** Where a client gets its tokens: a URL, or a path of the server. Kind `oauth2` only. */
  readonly tokenUrl?: string;
  /** Every wrong way to sign in. */
  readonly ways: readonly string[];
  /** What is answered to wrong ways, where the document says so; to the others 401, or any refusal where that is not documented. */
  readonly wrong: Readonly<Record<string, Outcome>>;
  readonly source: readonly string[];
}

/** An error that every operation may answer beside those that it documents. */
export interface CommonError {
  readonly name: string;
  readonly statuses: readonly number[];
  /** The documented error that a client takes it for. */
  readonly as: string;
  readonly retry: boolean;
  /** The kinds of rules that a request must break; empty where it may come at any time. */
  readonly when: readonly string[];
  readonly source: readonly string[];
}

/** What a server checks of a request before it does what was asked for. */
export type CheckGroup = 'security' | 'permission' | 'existence' | 'body';

/** What a document describes, as plain data without references, free of any vendor: a contract without its clauses. */
export interface Description {
  readonly api: string;
  readonly title: string;
  readonly version: string;
  /** The first server URL as the document writes it, its variables in braces; empty where there is none. */
  readonly serverUrl: string;
  /** Path of the first server URL, without a slash at the end: `/PasswordVault`, or the empty string. */
  readonly basePath: string;
  readonly paths: {
    readonly ignoreCase: boolean;
    readonly trailingSlash: 'optional' | 'exact';
    readonly source: readonly string[];
    /** The rows that say so of the slash. */
    readonly slashSource: readonly string[];
  };
  /** In which order a server checks, those that may come in any order together; empty where no order is promised. */
  readonly order: readonly (CheckGroup | readonly CheckGroup[])[];
  readonly errors: {
    readonly header?: string;
    readonly properties: readonly string[];
    readonly paired: boolean;
    readonly common: readonly CommonError[];
    readonly source: readonly string[];
  };
  readonly roles: readonly { readonly name: string; readonly description: string }[];
  readonly security: Readonly<Record<string, SecurityScheme>>;
  readonly operations: readonly Operation[];
  readonly resources: readonly DescribedResource[];
  readonly sensitive: SensitiveMarks;
}

/** Every name under which a secret can stand; what the one redactor is driven by. Names are compared without case. */
export interface SensitiveMarks {
  /** Names of properties, at any depth of any body, request or response. */
  readonly properties: readonly string[];
  readonly query: readonly string[];
  readonly headers: readonly string[];
  /** Ids of the operations whose whole response is a secret (a session token), or whose query string is. */
  readonly wholeResponses: readonly string[];
  readonly wholeQueries: readonly string[];
}
