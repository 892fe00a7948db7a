import type { Allowed, Authority, Binding, Description } from './description.ts';
import type { JsonValue } from './json.ts';

/** A checked OpenAPI document without references, as far as this engine reads it. */
export interface RawDocument {
  readonly info: { readonly title: string; readonly version: string };
  readonly servers?: readonly {
    readonly url: string;
    readonly variables?: Readonly<Record<string, { readonly default: string }>>;
  }[];
  readonly paths: Readonly<Record<string, RawPathItem>>;
  readonly components?: { readonly securitySchemes?: Readonly<Record<string, RawSecurityScheme>> };
  readonly security?: RawSecurity;
  readonly 'x-api': string;
  readonly 'x-paths'?: {
    readonly ignoreCase: boolean;
    readonly trailingSlash: 'optional' | 'exact' | { readonly source: RawRows };
    readonly source: RawRows;
  };
  readonly 'x-order'?: {
    readonly checks: Description['order'];
    readonly source: RawRows;
  };
  readonly 'x-errors'?: {
    readonly header?: string;
    readonly properties?: readonly string[];
    readonly paired?: boolean;
    readonly common?: Readonly<
      Record<
        string,
        {
          readonly status: readonly number[];
          readonly as: string;
          readonly retry?: boolean;
          readonly when?: readonly string[];
          readonly source: RawRows;
        }
      >
    >;
    readonly source: RawRows;
  };
  readonly 'x-authority'?: Readonly<Record<string, Authority>>;
  readonly 'x-roles'?: Readonly<Record<string, { readonly description: string }>>;
  readonly 'x-outcomes'?: RawOutcomes;
  readonly 'x-resources'?: Readonly<Record<string, RawResource>>;
}

export type RawRows = string | readonly string[];
export type RawSecurity = readonly Readonly<Record<string, readonly string[]>>[];
export type RawOutcomes = Readonly<Partial<Record<string, RawOutcome>>>;

export interface RawOutcome {
  readonly allow: readonly RawAllowed[];
  readonly warn?: readonly RawAllowed[];
  readonly source?: RawRows;
  readonly binding?: Binding;
}

export type RawAllowed =
  | number
  | '4XX'
  | 'accepted'
  | 'asLeftOut'
  | Extract<Allowed, { readonly status: unknown }>;

/** The keys that say where something comes from, and that what is within inherits. */
export interface RawScoped {
  readonly 'x-source'?: RawRows;
  readonly 'x-binding'?: Binding;
  readonly 'x-outcomes'?: RawOutcomes;
}

export type RawRule = RawRows | { readonly source: RawRows; readonly binding?: Binding };

export interface RawResource {
  readonly key?: string;
  readonly parent?: string | readonly string[];
  readonly parentShown?: Readonly<Record<string, string>>;
  readonly schema: string;
  readonly rules: Readonly<Record<string, RawRule>> & { readonly absent?: RawOutcome };
}

type RawMethod = 'get' | 'put' | 'post' | 'delete' | 'patch' | 'head' | 'options' | 'trace';

export type RawPathItem = Readonly<Partial<Record<RawMethod, RawOperation>>> & {
  readonly parameters?: readonly RawParameter[];
  readonly servers?: unknown;
};

export interface RawOperation extends RawScoped {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly RawParameter[];
  readonly requestBody?: RawRequestBody;
  readonly responses: Readonly<Record<string, RawResponse>>;
  readonly security?: RawSecurity;
  readonly 'x-sensitive'?: true;
  readonly 'x-action': Readonly<Record<string, string>>;
  readonly 'x-paging'?: {
    readonly limit: string;
    readonly offset?: string;
    readonly page?: string;
    readonly cursor?: string;
    readonly next?: string;
  };
  readonly 'x-session'?: {
    readonly username: string;
    readonly password: string;
    readonly always?: Readonly<Record<string, JsonValue>>;
    readonly never?: readonly string[];
  };
  readonly 'x-repeatable'?: true;
  readonly 'x-other-methods'?: readonly string[];
  readonly servers?: unknown;
  readonly callbacks?: unknown;
}

export interface RawPropertyKeys extends RawScoped {
  readonly description?: string;
  readonly 'x-normalised'?: Readonly<Record<string, string>>;
  readonly 'x-masked'?: true;
  readonly 'x-irrelevant-with'?: string;
  readonly 'x-present-when'?: readonly string[];
  readonly 'x-prefix'?: string;
  readonly 'x-reachable'?: true;
  readonly 'x-untested'?: readonly string[];
}

export interface RawParameter extends RawPropertyKeys {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: RawSchema;
  readonly 'x-filter'?: string;
}

export interface RawContent {
  readonly schema: RawSchema;
  readonly example?: JsonValue;
  readonly examples?: Readonly<Record<string, { readonly value?: JsonValue }>>;
}

interface RawRequestBody extends RawScoped {
  readonly required?: boolean;
  readonly content: Readonly<Record<string, RawContent>>;
  readonly 'x-untested'?: readonly string[];
}

export interface RawResponse extends RawScoped {
  readonly description: string;
  readonly content?: Readonly<Record<string, RawContent>>;
  readonly headers?: Readonly<Record<string, RawHeader>>;
  readonly 'x-body'?: 'any';
  readonly 'x-error'?: { readonly name: string; readonly code?: string; readonly retry?: boolean };
}

interface RawHeader extends RawScoped {
  readonly required?: boolean;
  readonly schema?: RawSchema;
}

export interface RawSchema extends RawPropertyKeys {
  readonly [keyword: string]: unknown;
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, RawSchema>>;
  readonly items?: RawSchema | boolean;
  readonly allOf?: readonly RawSchema[];
  readonly anyOf?: readonly RawSchema[];
  readonly oneOf?: readonly RawSchema[];
  readonly enum?: readonly JsonValue[];
  readonly const?: JsonValue;
  readonly default?: JsonValue;
  readonly format?: string;
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly contentSchema?: RawSchema;
  readonly additionalProperties?: RawSchema | boolean;
}

export interface RawSecurityScheme extends RawScoped {
  readonly type: 'apiKey' | 'http' | 'oauth2' | 'openIdConnect' | 'mutualTLS';
  readonly in?: 'header' | 'query' | 'cookie';
  readonly name?: string;
  readonly scheme?: string;
  readonly flows?: Readonly<Record<string, { readonly tokenUrl?: unknown }>>;
  readonly 'x-credentials'?: {
    /** None where OpenAPI's own words say it all. */
    readonly kind?: 'session' | 'signature';
    readonly timeoutSeconds?: number;
    readonly headers?: readonly string[];
    readonly source?: RawRows;
    readonly untested?: readonly string[];
    readonly wrong?: Readonly<Record<string, RawOutcome>>;
  };
}
