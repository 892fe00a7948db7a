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
