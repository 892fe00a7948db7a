import { contentTypeOf, ownProperty, readJsonObject, type JsonObject } from './readJsonObject.ts';
import type { ReceivedRequest } from './serveHttp.ts';
import type { WickrChoices } from './wickrChoices.ts';
import type { FieldReason, WickrRefuse } from './wickrErrors.ts';

/** A property's type; `!` after it marks a required one. */
type PropertyType = 'string' | 'string!' | 'integer';
export type Shape = Record<string, PropertyType>;
export type Values = Record<string, string | number>;

export const saveShape: Shape = {
  companyId: 'string!',
  issuer: 'string!',
  scopes: 'string!',
  customUsername: 'string',
  extraAuthParams: 'string',
  secret: 'string',
  ssoTokenBufferMinutes: 'integer',
  userId: 'string',
};

export const testShape: Shape = {
  issuer: 'string!',
  scopes: 'string!',
  extraAuthParams: 'string',
  certificate: 'string',
};

function isOfType(value: unknown, type: PropertyType): value is string | number {
  if (type !== 'integer') return typeof value === 'string';
  // The vendor's integers have 32 bits.
  return Number.isInteger(value) && Math.abs(Number(value) + 0.5) < 2 ** 31;
}

/** Reads a body by its shape; properties that the shape does not name are ignored. Values never reach a message. */
export function readWickrBody(
  call: ReceivedRequest,
  shape: Shape,
  choices: WickrChoices,
  error: WickrRefuse,
): Values {
  const media = contentTypeOf(call.headers);
  const emptyAllowed = call.body.length === 0 && media !== 'other';
  if (
    !emptyAllowed &&
    (media === 'other' || (media === 'missing' && choices.missingMediaType === 'refused'))
  ) {
    const reason = { field: 'Content-Type', reason: 'must be application/json' };
    throw error(choices.wrongMediaType, 'The body must be application/json', [reason]);
  }
  const reading = readJsonObject(call.body, choices.byteOrderMarkSkipped);
  let body: JsonObject = {};
  if (reading.kind === 'object') body = reading.value;
  else if (reading.kind === 'notAnObject') {
    throw error(choices.notAnObject, 'The body must be a JSON object', [
      { field: 'body', reason: 'must be an object' },
    ]);
  } else if (reading.kind === 'malformed' || !choices.emptyBodyIsObject) {
    throw error(choices.malformed, 'The body is not JSON');
  }

  const values: Values = {};
  const wrong: FieldReason[] = [];
  const nulls: FieldReason[] = [];
  const missing: FieldReason[] = [];
  for (const [field, type] of Object.entries(shape)) {
    const value = ownProperty(body, field);
    const required = type.endsWith('!');
    if (isOfType(value, type)) values[field] = value;
    else if (value === undefined) {
      if (required) missing.push({ field, reason: 'is required' });
    } else if (value === null && required) nulls.push({ field, reason: 'must not be null' });
    else if (value !== null || choices.nullForOptional === 'refused')
      wrong.push({ field, reason: `must be of type ${type.replace('!', '')}` });
  }
  if (wrong.length > 0) throw error(choices.wrongType, 'Some properties are not valid', wrong);
  if (nulls.length > 0) throw error(choices.nullForRequired, 'A required property is null', nulls);
  if (missing.length > 0)
    throw error(choices.missing, `${missing[0]?.field} is a required field`, missing);
  return values;
}
