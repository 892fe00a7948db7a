import { absentKind } from './absent.ts';
import { additionalPropertiesKind } from './additionalProperties.ts';
import { alternativeKind } from './alternative.ts';
import { atMaximumKind } from './atMaximum.ts';
import { atMaxItemsKind } from './atMaxItems.ts';
import { atMaxLengthKind } from './atMaxLength.ts';
import { atMinimumKind } from './atMinimum.ts';
import { atMinLengthKind } from './atMinLength.ts';
import { bodyTypeKind } from './bodyType.ts';
import { charactersKind } from './characters.ts';
import { charsetKind } from './charset.ts';
import { concurrentKind } from './concurrent.ts';
import { conditionalKind } from './conditional.ts';
import { constKind } from './const.ts';
import { contentSchemaKind } from './contentSchema.ts';
import { contentTypeKind } from './contentType.ts';
import { contestedKind } from './contested.ts';
import { credentialsKind } from './credentials.ts';
import { dateTimeKind } from './dateTime.ts';
import { defaultsKind } from './defaults.ts';
import { deletedKind } from './deleted.ts';
import { distinctCaseKind } from './distinctCase.ts';
import { emailKind } from './email.ts';
import { emptyBodyKind } from './emptyBody.ts';
import { entityTagKind } from './entityTag.ts';
import { enumKind } from './enum.ts';
import { enumValueKind } from './enumValue.ts';
import { errorBodyKind } from './errorBody.ts';
import { errorPairKind } from './errorPair.ts';
import { exclusiveMaximumKind } from './exclusiveMaximum.ts';
import { exclusiveMinimumKind } from './exclusiveMinimum.ts';
import { existenceKind } from './existence.ts';
import { filteredKind } from './filtered.ts';
import { formatKind } from './format.ts';
import { fullKind } from './full.ts';
import { headKind } from './head.ts';
import { headerKind } from './header.ts';
import { hostnameKind } from './hostname.ts';
import { int32Kind } from './int32.ts';
import { ipv4Kind } from './ipv4.ts';
import { keptKind } from './kept.ts';
import type { KindDefinition } from './kindDefinition.ts';
import { listedKind } from './listed.ts';
import { locationKind } from './location.ts';
import { malformedJsonKind } from './malformedJson.ts';
import { maximumKind } from './maximum.ts';
import { maxItemsKind } from './maxItems.ts';
import { maxLengthKind } from './maxLength.ts';
import { mediaTypeKind } from './mediaType.ts';
import { mergedKind } from './merged.ts';
import { methodKind } from './method.ts';
import { minimalKind } from './minimal.ts';
import { minimumKind } from './minimum.ts';
import { minItemsKind } from './minItems.ts';
import { minLengthKind } from './minLength.ts';
import { multipleOfKind } from './multipleOf.ts';
import { neverCreatedKind } from './neverCreated.ts';
import { neverReturnedKind } from './neverReturned.ts';
import { noBodyKind } from './noBody.ts';
import { noOtherSecretsKind } from './noOtherSecrets.ts';
import { normalisedKind } from './normalised.ts';
import { notModifiedKind } from './notModified.ts';
import { nullOptionalKind } from './nullOptional.ts';
import { nullRequiredKind } from './nullRequired.ts';
import { orderKind } from './order.ts';
import { pagedKind } from './paged.ts';
import { pathCaseKind } from './pathCase.ts';
import { pathParameterKind } from './pathParameter.ts';
import { patternKind } from './pattern.ts';
import { permissionKind } from './permission.ts';
import { prefixKind } from './prefix.ts';
import { presentTagKind } from './presentTag.ts';
import { presentWhenKind } from './presentWhen.ts';
import { propertyPresentKind } from './propertyPresent.ts';
import { propertyTypeKind } from './propertyType.ts';
import { propertyValueKind } from './propertyValue.ts';
import { readUnchangedKind } from './readUnchanged.ts';
import { refusedUnchangedKind } from './refusedUnchanged.ts';
import { repeatableKind } from './repeatable.ts';
import { replacedKind } from './replaced.ts';
import { requiredKind } from './required.ts';
import { responseOnlyKind } from './responseOnly.ts';
import { sameTagKind } from './sameTag.ts';
import { schemeKind } from './scheme.ts';
import { securityKind } from './security.ts';
import { separateKind } from './separate.ts';
import { signInKind } from './signIn.ts';
import { staleTagKind } from './staleTag.ts';
import { statusKind } from './status.ts';
import { takenKind } from './taken.ts';
import { trailingSlashKind } from './trailingSlash.ts';
import { transferKind } from './transfer.ts';
import { typeKind } from './type.ts';
import { undocumentedPropertyKind } from './undocumentedProperty.ts';
import { uniqueItemsKind } from './uniqueItems.ts';
import { unknownPropertyKind } from './unknownProperty.ts';
import { unreachableKind } from './unreachable.ts';
import { uuidKind } from './uuid.ts';

/**
 * Every kind of clause under its name. Clauses of one place stand in this order. A kind also has its check, under the same
 * name in `packages/conformance/src/kinds`, and the server that breaks it, in `tests/mutants/src/kinds`.
 */
export const kinds = {
  // Rules that one request breaks.
  security: securityKind,
  credentials: credentialsKind,
  permission: permissionKind,
  existence: existenceKind,
  taken: takenKind,
  pathParameter: pathParameterKind,
  method: methodKind,
  head: headKind,
  mediaType: mediaTypeKind,
  transfer: transferKind,
  malformedJson: malformedJsonKind,
  emptyBody: emptyBodyKind,
  bodyType: bodyTypeKind,
  unknownProperty: unknownPropertyKind,
  required: requiredKind,
  conditional: conditionalKind,
  contested: contestedKind,
  type: typeKind,
  nullRequired: nullRequiredKind,
  nullOptional: nullOptionalKind,
  minLength: minLengthKind,
  maxLength: maxLengthKind,
  pattern: patternKind,
  enum: enumKind,
  responseOnly: responseOnlyKind,
  email: emailKind,
  uuid: uuidKind,
  dateTime: dateTimeKind,
  hostname: hostnameKind,
  ipv4: ipv4Kind,
  int32: int32Kind,
  format: formatKind,
  minimum: minimumKind,
  exclusiveMinimum: exclusiveMinimumKind,
  maximum: maximumKind,
  exclusiveMaximum: exclusiveMaximumKind,
  minItems: minItemsKind,
  maxItems: maxItemsKind,
  uniqueItems: uniqueItemsKind,
  multipleOf: multipleOfKind,
  additionalProperties: additionalPropertiesKind,
  const: constKind,
  contentSchema: contentSchemaKind,
  prefix: prefixKind,
  unreachable: unreachableKind,
  staleTag: staleTagKind,
  notModified: notModifiedKind,
  order: orderKind,
  // Ways in which a request is right.
  signIn: signInKind,
  scheme: schemeKind,
  minimal: minimalKind,
  full: fullKind,
  alternative: alternativeKind,
  enumValue: enumValueKind,
  atMinLength: atMinLengthKind,
  atMaxLength: atMaxLengthKind,
  atMaxItems: atMaxItemsKind,
  atMinimum: atMinimumKind,
  atMaximum: atMaximumKind,
  charset: charsetKind,
  pathCase: pathCaseKind,
  trailingSlash: trailingSlashKind,
  presentTag: presentTagKind,
  // Promises for a response by itself.
  status: statusKind,
  header: headerKind,
  location: locationKind,
  entityTag: entityTagKind,
  sameTag: sameTagKind,
  noBody: noBodyKind,
  contentType: contentTypeKind,
  propertyPresent: propertyPresentKind,
  propertyType: propertyTypeKind,
  propertyValue: propertyValueKind,
  presentWhen: presentWhenKind,
  undocumentedProperty: undocumentedPropertyKind,
  errorBody: errorBodyKind,
  errorPair: errorPairKind,
  // Promises between requests.
  kept: keptKind,
  replaced: replacedKind,
  merged: mergedKind,
  defaults: defaultsKind,
  normalised: normalisedKind,
  listed: listedKind,
  paged: pagedKind,
  filtered: filteredKind,
  deleted: deletedKind,
  neverCreated: neverCreatedKind,
  refusedUnchanged: refusedUnchangedKind,
  readUnchanged: readUnchangedKind,
  repeatable: repeatableKind,
  distinctCase: distinctCaseKind,
  separate: separateKind,
  concurrent: concurrentKind,
  neverReturned: neverReturnedKind,
  noOtherSecrets: noOtherSecretsKind,
  characters: charactersKind,
  absent: absentKind,
} as const satisfies Readonly<Record<string, KindDefinition>>;

export type Kinds = typeof kinds;
