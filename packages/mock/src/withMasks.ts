import {
  parentTextIn,
  below,
  elementSteps,
  elementValues,
  type Contract,
  type JsonValue,
  type Operation,
} from '@oidc-admin/contract';
import type { ModelRequest, ModelState } from '@oidc-admin/model';
import { withValueAt } from './withValueAt.ts';

/** What was asked. */
interface MaskedRequest {
  readonly contract: Contract;
  readonly operation: Operation;
  readonly request: ModelRequest;
}

const mask = '********';

/** Shows that a masked property has a value, in responses that show the resource which has it. */
export function withMasks(
  body: JsonValue | undefined,
  { contract, operation, request }: MaskedRequest,
  state: ModelState,
): JsonValue | undefined {
  const { action } = operation;
  if (body === undefined || !('resource' in action) || action.does === 'list') return body;
  const resource = contract.resources.find(({ name }) => name === action.resource);
  const masked = resource?.properties.filter((property) => property.masked === true) ?? [];
  if (resource === undefined || masked.length === 0) return body;
  const parent = parentTextIn(resource, request.path);
  const key = request.path[resource.key ?? ''] ?? '';
  const sent = request.body.kind === 'json' ? request.body.value : undefined;
  const source =
    action.does === 'read' ? state.resources.get(resource.name)?.get(parent)?.get(key) : sent;
  let result: JsonValue | undefined = body;
  for (const { name } of masked)
    for (const { steps, value } of elementValues(source, elementSteps(name)))
      if (typeof value === 'string') result = withValueAt(result, below(action.at, ...steps), mask);
  return result;
}
