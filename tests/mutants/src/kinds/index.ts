import type { ClauseKind } from '@oidc-admin/contract';
import type { Mutant } from '../mutant.ts';
import { absent } from './absent.ts';
import { additionalProperties } from './additionalProperties.ts';
import { alternative } from './alternative.ts';
import { atMaximum } from './atMaximum.ts';
import { atMaxItems } from './atMaxItems.ts';
import { atMaxLength } from './atMaxLength.ts';
import { atMinimum } from './atMinimum.ts';
import { atMinLength } from './atMinLength.ts';
import { bodyType } from './bodyType.ts';
import { characters } from './characters.ts';
import { charset } from './charset.ts';
import { concurrent } from './concurrent.ts';
import { conditional } from './conditional.ts';
import { constKind } from './const.ts';
import { contentSchema } from './contentSchema.ts';
import { contentType } from './contentType.ts';
import { contested } from './contested.ts';
import { credentials } from './credentials.ts';
import { dateTime } from './dateTime.ts';
import { defaults } from './defaults.ts';
import { deleted } from './deleted.ts';
import { distinctCase } from './distinctCase.ts';
import { email } from './email.ts';
import { emptyBody } from './emptyBody.ts';
import { entityTag } from './entityTag.ts';
import { enumKind } from './enum.ts';
import { enumValue } from './enumValue.ts';
import { errorBody } from './errorBody.ts';
import { errorPair } from './errorPair.ts';
import { exclusiveMaximum } from './exclusiveMaximum.ts';
import { exclusiveMinimum } from './exclusiveMinimum.ts';
import { existence } from './existence.ts';
import { filtered } from './filtered.ts';
import { format } from './format.ts';
import { full } from './full.ts';
import { head } from './head.ts';
import { header } from './header.ts';
import { hostname } from './hostname.ts';
import { int32 } from './int32.ts';
import { ipv4 } from './ipv4.ts';
import { kept } from './kept.ts';
import { listed } from './listed.ts';
import { location } from './location.ts';
import { malformedJson } from './malformedJson.ts';
import { maximum } from './maximum.ts';
import { maxItems } from './maxItems.ts';
import { maxLength } from './maxLength.ts';
import { mediaType } from './mediaType.ts';
import { merged } from './merged.ts';
import { method } from './method.ts';
import { minimal } from './minimal.ts';
import { minimum } from './minimum.ts';
import { minItems } from './minItems.ts';
import { minLength } from './minLength.ts';
import { multipleOf } from './multipleOf.ts';
import { neverCreated } from './neverCreated.ts';
import { neverReturned } from './neverReturned.ts';
import { noBody } from './noBody.ts';
import { noOtherSecrets } from './noOtherSecrets.ts';
import { normalised } from './normalised.ts';
import { notModified } from './notModified.ts';
import { nullOptional } from './nullOptional.ts';
import { nullRequired } from './nullRequired.ts';
import { order } from './order.ts';
import { paged } from './paged.ts';
import { pathCase } from './pathCase.ts';
import { pathParameter } from './pathParameter.ts';
import { pattern } from './pattern.ts';
import { permission } from './permission.ts';
import { prefix } from './prefix.ts';
import { presentTag } from './presentTag.ts';
import { presentWhen } from './presentWhen.ts';
import { propertyPresent } from './propertyPresent.ts';
import { propertyType } from './propertyType.ts';
import { propertyValue } from './propertyValue.ts';
import { readUnchanged } from './readUnchanged.ts';
import { refusedUnchanged } from './refusedUnchanged.ts';
import { repeatable } from './repeatable.ts';
import { replaced } from './replaced.ts';
import { required } from './required.ts';
import { responseOnly } from './responseOnly.ts';
import { sameTag } from './sameTag.ts';
import { scheme } from './scheme.ts';
import { security } from './security.ts';
import { separate } from './separate.ts';
import { signIn } from './signIn.ts';
import { staleTag } from './staleTag.ts';
import { status } from './status.ts';
import { taken } from './taken.ts';
import { trailingSlash } from './trailingSlash.ts';
import { transfer } from './transfer.ts';
import { typeKind } from './type.ts';
import { undocumentedProperty } from './undocumentedProperty.ts';
import { uniqueItems } from './uniqueItems.ts';
import { unknownProperty } from './unknownProperty.ts';
import { unreachable } from './unreachable.ts';
import { uuid } from './uuid.ts';

/** For each kind of clause, the server that breaks it. Shares no code with the checks: one must not know the other. */
export const mutants = {
  absent,
  alternative,
  atMaxLength,
  atMaxItems,
  atMaximum,
  atMinLength,
  atMinimum,
  bodyType,
  characters,
  charset,
  concurrent,
  conditional,
  contentSchema,
  contentType,
  contested,
  credentials,
  defaults,
  deleted,
  distinctCase,
  emptyBody,
  enum: enumKind,
  entityTag,
  enumValue,
  errorBody,
  errorPair,
  existence,
  filtered,
  format,
  ipv4,
  hostname,
  dateTime,
  uuid,
  email,
  full,
  header,
  kept,
  listed,
  location,
  malformedJson,
  maxLength,
  maximum,
  exclusiveMaximum,
  int32,
  minItems,
  maxItems,
  uniqueItems,
  multipleOf,
  additionalProperties,
  const: constKind,
  mediaType,
  transfer,
  method,
  head,
  minLength,
  minimal,
  minimum,
  exclusiveMinimum,
  neverCreated,
  neverReturned,
  noBody,
  noOtherSecrets,
  normalised,
  notModified,
  nullOptional,
  nullRequired,
  order,
  paged,
  pathCase,
  pathParameter,
  pattern,
  permission,
  prefix,
  presentTag,
  presentWhen,
  propertyPresent,
  propertyType,
  propertyValue,
  readUnchanged,
  refusedUnchanged,
  repeatable,
  replaced,
  merged,
  required,
  responseOnly,
  sameTag,
  scheme,
  security,
  separate,
  signIn,
  staleTag,
  status,
  taken,
  trailingSlash,
  type: typeKind,
  undocumentedProperty,
  unknownProperty,
  unreachable,
} satisfies Record<ClauseKind, Mutant>;
