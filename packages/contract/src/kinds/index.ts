import { absent } from './absent.ts';
import { alternative } from './alternative.ts';
import { atMaximum } from './atMaximum.ts';
import { atMaxLength } from './atMaxLength.ts';
import { atMinimum } from './atMinimum.ts';
import { atMinLength } from './atMinLength.ts';
import { bodyType } from './bodyType.ts';
import { characters } from './characters.ts';
import { charset } from './charset.ts';
import { concurrent } from './concurrent.ts';
import { conditional } from './conditional.ts';
import { contentSchema } from './contentSchema.ts';
import { contentType } from './contentType.ts';
import { credentials } from './credentials.ts';
import { defaults } from './defaults.ts';
import { deleted } from './deleted.ts';
import { distinctCase } from './distinctCase.ts';
import { emptyBody } from './emptyBody.ts';
import { enumKind } from './enum.ts';
import { enumValue } from './enumValue.ts';
import { errorBody } from './errorBody.ts';
import { errorPair } from './errorPair.ts';
import { existence } from './existence.ts';
import { format } from './format.ts';
import { full } from './full.ts';
import { header } from './header.ts';
import { kept } from './kept.ts';
import { listed } from './listed.ts';
import { malformedJson } from './malformedJson.ts';
import { maximum } from './maximum.ts';
import { maxLength } from './maxLength.ts';
import { mediaType } from './mediaType.ts';
import { method } from './method.ts';
import { minimal } from './minimal.ts';
import { minimum } from './minimum.ts';
import { minLength } from './minLength.ts';
import { neverCreated } from './neverCreated.ts';
import { neverReturned } from './neverReturned.ts';
import { noBody } from './noBody.ts';
import { noOtherSecrets } from './noOtherSecrets.ts';
import { normalised } from './normalised.ts';
import { nullOptional } from './nullOptional.ts';
import { nullRequired } from './nullRequired.ts';
import { order } from './order.ts';
import { pathCase } from './pathCase.ts';
import { pathParameter } from './pathParameter.ts';
import { pattern } from './pattern.ts';
import { permission } from './permission.ts';
import { prefix } from './prefix.ts';
import { presentWhen } from './presentWhen.ts';
import { propertyPresent } from './propertyPresent.ts';
import { propertyType } from './propertyType.ts';
import { propertyValue } from './propertyValue.ts';
import { readUnchanged } from './readUnchanged.ts';
import { refusedUnchanged } from './refusedUnchanged.ts';
import { repeatable } from './repeatable.ts';
import { replaced } from './replaced.ts';
import { required } from './required.ts';
import { security } from './security.ts';
import { separate } from './separate.ts';
import { signIn } from './signIn.ts';
import { status } from './status.ts';
import { taken } from './taken.ts';
import { trailingSlash } from './trailingSlash.ts';
import { typeKind } from './type.ts';
import { undocumentedProperty } from './undocumentedProperty.ts';
import { unknownProperty } from './unknownProperty.ts';
import { unreachable } from './unreachable.ts';
import type { KindDefinition } from './kindDefinition.ts';

/**
 * Every kind of clause under its name. Clauses of one place stand in this order. A kind also has its check, under the same
 * name in `packages/conformance/src/kinds`, and the server that breaks it, in `tests/mutants/src/kinds`.
 */
export const kinds = {
  // Rules that one request breaks.
  security,
  credentials,
  permission,
  existence,
  taken,
  pathParameter,
  method,
  mediaType,
  malformedJson,
  emptyBody,
  bodyType,
  unknownProperty,
  required,
  conditional,
  type: typeKind,
  nullRequired,
  nullOptional,
  minLength,
  maxLength,
  pattern,
  enum: enumKind,
  format,
  minimum,
  maximum,
  contentSchema,
  prefix,
  unreachable,
  order,
  // Ways in which a request is right.
  signIn,
  minimal,
  full,
  alternative,
  enumValue,
  atMinLength,
  atMaxLength,
  atMinimum,
  atMaximum,
  charset,
  pathCase,
  trailingSlash,
  // Promises for a response by itself.
  status,
  header,
  noBody,
  contentType,
  propertyPresent,
  propertyType,
  propertyValue,
  presentWhen,
  undocumentedProperty,
  errorBody,
  errorPair,
  // Promises between requests.
  kept,
  replaced,
  defaults,
  normalised,
  listed,
  deleted,
  neverCreated,
  refusedUnchanged,
  readUnchanged,
  repeatable,
  distinctCase,
  separate,
  concurrent,
  neverReturned,
  noOtherSecrets,
  characters,
  absent,
} as const satisfies Readonly<Record<string, KindDefinition>>;

export type Kinds = typeof kinds;
