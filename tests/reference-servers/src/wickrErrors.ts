import { randomUUID } from 'node:crypto';
import { RefusedRequest } from './serveHttp.ts';
import type { WickrChoices } from './wickrChoices.ts';

// The last six are no errors of the service: four are those of restJson1 and of what AWS generates for it, two are common to
// every service of AWS.
const statuses = {
  BadRequestError: 400,
  UnauthorizedError: 401,
  ForbiddenError: 403,
  ResourceNotFoundError: 404,
  ValidationError: 422,
  InternalServerError: 500,
  UnsupportedMediaTypeException: 415,
  SerializationException: 400,
  ValidationException: 400,
  NotAcceptableException: 406,
  MissingAuthenticationToken: 403,
  RequestEntityTooLargeException: 413,
} as const;

export type WickrErrorName = keyof typeof statuses;
export type FieldReason = { field: string; reason: string };

/**
 * Builds refusals; neither messages nor reasons may hold a value that was sent. `wrongStatuses` are those of a server that is
 * wrong about them.
 */
export function wickrErrors(
  choices: WickrChoices,
  wrongStatuses: Partial<Record<WickrErrorName, number>> = {},
) {
  return (name: WickrErrorName, message: string, reasons: FieldReason[] = []): RefusedRequest => {
    const json: Record<string, unknown> = {};
    const status = wrongStatuses[name] ?? statuses[name];
    if (name !== 'ValidationError' || choices.validationMessage) json['message'] = message;
    if (name === 'ValidationError')
      json['reasons'] = choices.reasons === 'all' ? reasons : reasons.slice(0, 1);
    const headers: Record<string, string> = { 'x-amzn-RequestId': randomUUID() };
    if (choices.errorName === 'header')
      headers['x-amzn-ErrorType'] = `${name}:http://internal.example.com/coral/wickr/`;
    // A reader must know both places in the body: what is refused at the door uses one, everything else the other.
    else json[status === 401 || status === 403 ? 'code' : '__type'] = `com.amazonaws.wickr#${name}`;
    return new RefusedRequest({ status, headers, json });
  };
}

export type WickrRefuse = ReturnType<typeof wickrErrors>;
