import { extensionSchemas } from '@oidc-admin/contract';

function wordsIn(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** What OpenAPI and JSON Schema call the parts of their objects, as far as a checker may not know that one is wrong. */
export const openApiWords: readonly string[] = wordsIn(`
  title description type format enum const default multipleOf maximum exclusiveMaximum
  minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems
  maxProperties minProperties required properties patternProperties additionalProperties
  propertyNames items prefixItems contains allOf anyOf oneOf not readOnly writeOnly
  deprecated examples example contentMediaType contentEncoding contentSchema discriminator
  operationId summary tags parameters requestBody responses security servers callbacks name
  in schema content style explode headers links scheme bearerFormat flows
`);

/** Their other words, of which some are almost one of those. */
export const otherWords: ReadonlySet<string> = new Set(
  wordsIn(`
  openapi schemas examples license contact version variables securitySchemes requestBodies
  pathItems webhooks externalDocs mapping encoding tokenUrl refreshUrl authorizationUrl
  scopes identifier termsOfService jsonSchemaDialect options delete components paths value
  propertyName dependentRequired dependentSchemas minContains maxContains
  unevaluatedProperties unevaluatedItems nullable allowReserved allowEmptyValue
  externalValue operationRef
`),
);

/** Our own keys. */
export const extensionKeys: readonly string[] = Object.keys(extensionSchemas.$defs).filter((key) =>
  key.startsWith('x-'),
);

/** Below these there are only values, or names of something that stands elsewhere. */
export const holdsData: ReadonlySet<string> = new Set(
  wordsIn('example examples default const enum value security'),
);

/** Directly below these, keys are names that somebody chose. */
export const holdsNames: ReadonlySet<string> = new Set(
  wordsIn(`
  properties patternProperties $defs headers schemas parameters responses requestBodies
  securitySchemes paths content variables encoding links callbacks scopes mapping
`),
);

/** Of those, the ones that OpenAPI lets have keys of other tools among the names. */
const extensible: ReadonlySet<string> = new Set(wordsIn('paths responses callbacks'));

/** Whether a key is one of a tool. Directly below `around` it may be the name of a header, say, that begins with `x-`. */
export function isToolKey(key: string, around: string): boolean {
  return key.startsWith('x-') && (!holdsNames.has(around) || extensible.has(around));
}
