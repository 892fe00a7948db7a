import type { ClauseKind, ResourceRule } from '@oidc-admin/contract';
import type { OperationChecks, ResponseChecks } from '../checks/kindChecks.ts';
import { additionalProperties } from './additionalProperties.ts';
import { alternative } from './alternative.ts';
import { atMaximum } from './atMaximum.ts';
import { atMaxItems } from './atMaxItems.ts';
import { atMaxLength } from './atMaxLength.ts';
import { atMinimum } from './atMinimum.ts';
import { atMinLength } from './atMinLength.ts';
import { bodyType } from './bodyType.ts';
import { charset } from './charset.ts';
import { conditional } from './conditional.ts';
import { constKind } from './const.ts';
import { contentSchema } from './contentSchema.ts';
import { contested } from './contested.ts';
import { credentials } from './credentials.ts';
import { dateTime } from './dateTime.ts';
import { email } from './email.ts';
import { emptyBody } from './emptyBody.ts';
import { entityTag } from './entityTag.ts';
import { enumeration } from './enum.ts';
import { enumValue } from './enumValue.ts';
import { exclusiveMaximum } from './exclusiveMaximum.ts';
import { exclusiveMinimum } from './exclusiveMinimum.ts';
import { existence } from './existence.ts';
import { format } from './format.ts';
import { full } from './full.ts';
import { head } from './head.ts';
import { hostname } from './hostname.ts';
import { int32 } from './int32.ts';
import { ipv4 } from './ipv4.ts';
import { location } from './location.ts';
import { malformedJson } from './malformedJson.ts';
import { maximum } from './maximum.ts';
import { maxItems } from './maxItems.ts';
import { maxLength } from './maxLength.ts';
import { mediaType } from './mediaType.ts';
import { method } from './method.ts';
import { minimal } from './minimal.ts';
import { minimum } from './minimum.ts';
import { minItems } from './minItems.ts';
import { minLength } from './minLength.ts';
import { multipleOf } from './multipleOf.ts';
import { notModified } from './notModified.ts';
import { nullOptional } from './nullOptional.ts';
import { nullRequired } from './nullRequired.ts';
import { order } from './order.ts';
import { pathCase } from './pathCase.ts';
import { pathParameter } from './pathParameter.ts';
import { pattern } from './pattern.ts';
import { permission } from './permission.ts';
import { prefix } from './prefix.ts';
import { presentTag } from './presentTag.ts';
import { presentWhen } from './presentWhen.ts';
import { required } from './required.ts';
import { responseOnly } from './responseOnly.ts';
import { sameTag } from './sameTag.ts';
import { scheme } from './scheme.ts';
import { security } from './security.ts';
import { signIn } from './signIn.ts';
import { staleTag } from './staleTag.ts';
import { taken } from './taken.ts';
import { trailingSlash } from './trailingSlash.ts';
import { transfer } from './transfer.ts';
import { type } from './type.ts';
import { uniqueItems } from './uniqueItems.ts';
import { unknownProperty } from './unknownProperty.ts';
import { unreachable } from './unreachable.ts';
import { uuid } from './uuid.ts';

/**
 * How the clauses of each kind about an operation are verified. Every response is compared with what is promised of it, so
 * most kinds of responses need no file: they only say whether a success or an error shows it.
 */
export const kinds = {
  security,
  credentials,
  permission,
  existence,
  taken,
  pathParameter,
  method,
  head,
  mediaType,
  transfer,
  malformedJson,
  emptyBody,
  bodyType,
  required,
  conditional,
  contested,
  type,
  nullRequired,
  nullOptional,
  minLength,
  maxLength,
  pattern,
  enum: enumeration,
  responseOnly,
  format,
  ipv4,
  hostname,
  dateTime,
  uuid,
  email,
  minimum,
  exclusiveMinimum,
  maximum,
  exclusiveMaximum,
  int32,
  minItems,
  maxItems,
  uniqueItems,
  multipleOf,
  additionalProperties,
  const: constKind,
  contentSchema,
  prefix,
  unreachable,
  staleTag,
  notModified,
  unknownProperty,
  order,
  minimal,
  full,
  alternative,
  atMinLength,
  atMaxLength,
  atMaxItems,
  atMinimum,
  atMaximum,
  enumValue,
  charset,
  pathCase,
  trailingSlash,
  presentTag,
  signIn,
  scheme,
  status: { shownBy: 'success' },
  noBody: { shownBy: 'success' },
  contentType: { shownBy: 'success' },
  header: { shownBy: 'success' },
  location,
  entityTag,
  sameTag,
  propertyPresent: { shownBy: 'success' },
  propertyType: { shownBy: 'success' },
  propertyValue: { shownBy: 'success' },
  undocumentedProperty: { shownBy: 'success' },
  presentWhen,
  errorBody: { shownBy: 'error' },
  errorPair: { shownBy: 'error' },
} satisfies Readonly<Record<Exclude<ClauseKind, ResourceRule>, OperationChecks | ResponseChecks>>;
