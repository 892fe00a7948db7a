import type { Contract } from './contract.ts';
import type { Draft } from './draft.ts';
import type { OperationEntry } from './entries.ts';
import { bareName, whyNoOperationId } from './operationName.ts';
import { below, valueAt } from './pointer.ts';

/** Checks what only all operations, or all parts of one, tell together. */
export function checkOperations(
  operations: readonly OperationEntry[],
  roles: Contract['roles'],
  draft: Draft,
): void {
  const ids = new Map<string, string>();
  const known = new Set(roles.map(({ name }) => name));
  for (const entry of operations) {
    const { operation, pointer } = entry;
    const reason = whyNoOperationId(operation.id, ids);
    if (reason !== undefined) draft.problem(pointer, reason);
    ids.set(bareName(operation.id), operation.id);
    for (const role of operation.roles ?? [])
      if (!known.has(role))
        draft.problem(below(pointer, 'security'), `there is no role ${role}; x-roles lists them`);
    checkSession(entry, draft);
    checkPlaceInResponse(entry, draft);
    checkPresentWhen(entry, draft);
    checkNormalised(entry, draft);
    checkIrrelevantWith(entry, draft);
  }
}

function checkSession({ operation, pointer }: OperationEntry, draft: Draft): void {
  const { session, action, body } = operation;
  if ((action.does === 'open') !== (session !== undefined))
    draft.problem(
      pointer,
      'x-session stands on the operation that opens a session, and only there',
    );
  if (session === undefined) return;
  const properties = new Set(body?.properties.map(({ name }) => name));
  for (const name of [
    session.username,
    session.password,
    ...Object.keys(session.always),
    ...session.never,
  ])
    if (!properties.has(name))
      draft.problem(pointer, `x-session: the body has no property ${name}`);
}

/** `at` of an action must lead somewhere in the success response, and to a list for a list. */
function checkPlaceInResponse(
  { operation, pointer: place, responses }: OperationEntry,
  draft: Draft,
): void {
  const { action } = operation;
  if (!('resource' in action) || !['read', 'list'].includes(action.does)) return;
  const pointer = below(place, 'x-action', 'at');
  for (const { response } of responses) {
    if (response.status < 200 || response.status > 299) continue;
    const steps = action.at.replaceAll('/', '/properties/');
    const schema = response.schema === undefined ? undefined : valueAt(response.schema, steps);
    if (schema === undefined)
      draft.problem(
        pointer,
        `the ${response.status} has nothing at ${action.at === '' ? 'its body' : action.at}, where x-action looks`,
      );
    else if (action.does === 'list' && valueAt(schema, '/items') === undefined)
      draft.problem(
        pointer,
        `what x-action lists at ${action.at === '' ? 'the body' : action.at} of the ${response.status} is no list with items`,
      );
  }
}

function checkPresentWhen({ operation, responses }: OperationEntry, draft: Draft): void {
  const sendable = new Set([
    ...operation.parameters
      .filter((parameter) => parameter.in === 'query')
      .map(({ name }) => `query.${name}`),
    ...(operation.body?.properties ?? []).map(({ name }) => `body.${name}`),
  ]);
  for (const { property, pointer } of responses.flatMap((response) => response.body?.entries ?? []))
    for (const sent of property.presentWhen ?? [])
      if (!sendable.has(sent))
        draft.problem(pointer, `x-present-when: ${operation.id} has no ${sent}`);
}

function checkNormalised({ body }: OperationEntry, draft: Draft): void {
  for (const { property, pointer } of body?.entries ?? [])
    for (const spelling of Object.entries(property.normalised ?? {}).flat())
      if (property.enum !== undefined && !property.enum.includes(spelling))
        draft.problem(
          below(pointer, 'x-normalised'),
          `x-normalised: ${spelling} is not in the enum`,
        );
}

function checkIrrelevantWith({ responses }: OperationEntry, draft: Draft): void {
  for (const { body } of responses) {
    const names = new Set(body?.entries.map(({ property }) => property.name));
    for (const { property, pointer } of body?.entries ?? []) {
      const beside = property.name.replace(/[^.]*$/, property.irrelevantWith ?? '');
      if (property.irrelevantWith !== undefined && !names.has(beside))
        draft.problem(
          below(pointer, 'x-irrelevant-with'),
          `x-irrelevant-with: there is no property ${beside}`,
        );
    }
  }
}
