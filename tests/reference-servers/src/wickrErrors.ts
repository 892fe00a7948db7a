import { randomUUID } from 'node:crypto';
import { RefusedRequest } from './serveHttp.ts';
import type { WickrChoices } from './wickrChoices.ts';

// The last three are no errors of the service: the facts allow or need their statuses and name nothing for them.
const statuses = {
  BadRequestError: 400,
  UnauthorizedError: 401,
  ForbiddenError: 403,
  ResourceNotFoundError: 404,
  ValidationError: 422,
  InternalServerError: 500,
  UnsupportedMediaTypeException: 415,
  RequestEntityTooLargeException: 413,
} as const;

type WickrErrorName = keyof typeof statuses;
export type FieldReason = { field: string; reason: string };

/** Builds refusals; neither messages nor reasons may hold a value that was sent. */
export function wickrErrors(choices: WickrChoices) {
  return (name: WickrErrorName, message: string, reasons: FieldReason[] = []): RefusedRequest => {
    const json: Record<string, unknown> = {};
    if (name !== 'ValidationError' || choices.validationMessage) json['message'] = message;
    if (name === 'ValidationError')
      json['reasons'] = choices.reasons === 'all' ? reasons : reasons.slice(0, 1);
    const headers: Record<string, string> = { 'x-amzn-RequestId': randomUUID() };
    if (choices.errorName === 'header')
      headers['x-amzn-ErrorType'] = `${name}:http://internal.example.com/coral/wickr/`;
    // A reader must know both places in the body: what is refused at the door uses one, everything else the other.
    else
      json[statuses[name] === 401 || statuses[name] === 403 ? 'code' : '__type'] =
        `com.amazonaws.wickr#${name}`;
    return new RefusedRequest({ status: statuses[name], headers, json });
  };
}

export type WickrRefuse = ReturnType<typeof wickrErrors>;
