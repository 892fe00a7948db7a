import type {
  Contract,
  DocumentedResponse,
  JsonValue,
  Operation,
  Resource,
} from '@oidc-admin/contract';
import {
  isDocumentedAt,
  type AllowedResponse,
  type Model,
  type ModelRequest,
  type ModelState,
} from '@oidc-admin/model';
import { chooseResponse } from './chooseResponse.ts';
import { convertedProperties } from './convertedProperties.ts';
import type { MockDefinition, Prepared } from './definition.ts';
import type { Decision } from './fault.ts';
import { withMadeKey, type MadeKeys } from './madeKeys.ts';
import type { ErrorWriter } from './refuse.ts';
import { renderBody } from './renderResponse.ts';
import { locationOf, otherHeaders, tagIn } from './responseHeaders.ts';
import { withMasks } from './withMasks.ts';
import { withParents } from './withParents.ts';

const none: ReadonlyMap<string, readonly string[]> = new Map();

/** Everything that a response depends on. */
export interface DecisionInput {
  readonly contract: Contract;
  readonly model: Model;
  readonly definition: MockDefinition;
  readonly errors: ErrorWriter;
  readonly operation: Operation;
  readonly request: ModelRequest;
  readonly prepared: Prepared | undefined;
  readonly newToken: () => string;
  readonly madeKeys: MadeKeys;
  /** What stands before each path of the API. */
  readonly prefix: string;
}

/** Decides what to answer to a request in a state, and which state follows. Pure. */
export function decide(input: DecisionInput, state: ModelState): Decision {
  const { model, operation, request, prepared } = input;
  const steps = model.step(state, request);
  const allowed = unsaved(input, steps) ?? chooseResponse(steps);
  if (allowed.broken !== undefined && allowed.body.kind === 'none')
    return unmodified(input, allowed, state);
  if (allowed.broken !== undefined) return refused(input, allowed, model.broken(state, request));
  if (prepared?.broken !== undefined) {
    const refusal = chooseResponse(
      model.refusal(state, operation.id, 'unreachable', prepared.broken.property),
    );
    return refused(input, { ...refusal, broken: prepared.broken }, [prepared.broken]);
  }
  if (allowed.body.kind === 'error') return refused(input, allowed, []);
  const status = statusOf(allowed);
  const response = operation.responses.find((candidate) => candidate.status === status);
  const { action } = operation;
  const resource = input.contract.resources.find(
    ({ name }) => 'resource' in action && name === action.resource,
  );
  // Where an API makes its own values, it says when.
  const whole = input.definition.complete === undefined;
  const made = input.madeKeys.forCreate(operation, resource, state);
  const rendered = withMadeKey(
    renderBody(allowed, operation, response, {
      whole,
      aside: whole && speaksOfNothing(operation, response, resource),
      converted:
        whole && resource !== undefined ? convertedProperties(input.contract, resource) : none,
    }),
    response,
    operation,
    resource,
    made,
  );
  const named = withParents(rendered, response, operation, resource, request);
  const known = withMasks(named, input, state);
  const body =
    input.definition.complete?.(known, {
      contract: input.contract,
      operation,
      request,
      status,
      newToken: input.newToken,
      prepared: prepared?.found,
    }) ?? known;
  const location = locationOf(input, response, made);
  const next = allowed.next({ status, body, headers: Object.fromEntries(location) });
  return {
    status,
    headers: [
      ...(body === undefined
        ? []
        : [['content-type', response?.mediaType ?? 'application/json'] as const]),
      ...location,
      ...otherHeaders(input, response, { next, made, body, allowed, location }),
    ],
    body,
    next,
    broken: [],
  };
}

/** Whether a response to a change shows nothing of what was changed, only a message, for example. */
function speaksOfNothing(
  { action, parameters, changes }: Operation,
  response: DocumentedResponse | undefined,
  resource: Resource | undefined,
): boolean {
  if (resource === undefined || !changes || !('at' in action)) return false;
  // What stands beside it may say how it went, such as an error.
  if (action.at !== '' && isDocumentedAt(response?.schema ?? {}, action.at)) return false;
  const known = [...resource.properties, ...parameters].map(({ name }) => name);
  const shown = Object.keys(response?.schema?.['properties'] ?? {});
  return shown.every((name) => !known.includes(name));
}

/** The answer to a read before the first save, where the API's definition chooses one. */
function unsaved(
  { contract, definition }: DecisionInput,
  [first, ...others]: readonly AllowedResponse[],
): AllowedResponse | undefined {
  if (definition.unsaved === undefined || first === undefined) return undefined;
  const clause = contract.clauses.find(({ id }) => id === first.clause);
  if (clause?.kind !== 'absent') return undefined;
  return [first, ...others].filter(({ warn }) => !warn).find(definition.unsaved);
}

/** What a caller has already is not shown once more: only its `ETag` is (RFC 9110, 15.4.5). */
function unmodified(input: DecisionInput, allowed: AllowedResponse, state: ModelState): Decision {
  const status = statusOf(allowed);
  const tag = tagIn(input, { next: state, made: undefined, body: undefined });
  return {
    status,
    headers: tag === undefined ? [] : [['etag', tag]],
    body: undefined,
    next: allowed.next({ status, body: undefined }),
    broken: input.model.broken(state, input.request),
    clause: allowed.broken?.clause ?? allowed.clause,
  };
}

/** Turns an allowed refusal into a response. */
export function refused(
  { errors, operation }: Pick<DecisionInput, 'errors' | 'operation'>,
  allowed: AllowedResponse,
  broken: Decision['broken'],
): Decision {
  const status = statusOf(allowed);
  const { headers, body } = errors.error(status, {
    operation,
    message: allowed.broken?.message ?? 'There is nothing under this path.',
    ...(allowed.broken === undefined ? {} : { broken: allowed.broken }),
    ...(allowed.body.kind === 'error' && allowed.body.field !== undefined
      ? { field: allowed.body.field }
      : {}),
  });
  const without = allowed.body.kind === 'error' ? allowed.body.without : undefined;
  const shown: JsonValue | undefined = without === undefined ? body : {};
  return {
    status,
    headers,
    body: shown,
    next: allowed.next({ status, body: shown }),
    broken,
    clause: allowed.broken?.clause ?? allowed.clause,
  };
}

/** The status of an allowed response; where a whole class is allowed, the one that says best what is wrong. */
function statusOf({ status, broken }: AllowedResponse): number {
  if (typeof status === 'number') return status;
  return { security: 401, method: 405, mediaType: 415, existence: 404 }[broken?.kind ?? ''] ?? 400;
}
