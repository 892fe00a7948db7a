import type { JsonValue } from '@oidc-admin/contract';
import { createModel, type ModelRequest, type ObservedResponse } from '@oidc-admin/model';
import { createWickrMock } from '@oidc-admin/wickr-mock';
import { expect, test } from 'vitest';
import published from './wickrExamples.json' with { type: 'json' };

interface Example {
  readonly title: string;
  readonly operation: string;
  readonly body?: Readonly<Record<string, JsonValue>>;
  readonly output: Readonly<Record<string, JsonValue>>;
  /** The error's name. */
  readonly error?: string;
  readonly after?: readonly string[];
}

const examples: readonly Example[] = published.examples;
const { contract } = createWickrMock();
const model = createModel(contract, {
  parents: { networkId: ['12345678'] },
  users: {},
  settings: { region: 'us-east-1' },
  reachable: (url) => !url.includes('blocked'),
});
// The first role may call everything.
const [{ name: role } = { name: '' }] = contract.roles;

function requestOf({ operation, body }: Example): ModelRequest {
  return {
    operation,
    path: { networkId: '12345678' },
    query: {},
    ...(body === undefined ? {} : { mediaType: 'application/json' }),
    body: body === undefined ? { kind: 'none' } : { kind: 'json', value: body },
    caller: { kind: 'signed', role },
    now: 0,
  };
}

/** The response of an example; its status is the one that the specification has for the error. */
function responseOf({ operation, output: body, error }: Example): ObservedResponse {
  const described = contract.operations.find(({ id }) => id === operation);
  const documented = described?.responses.find((one) => one.error?.name === error);
  if (documented === undefined) throw new Error(`${operation} has no ${error ?? 'success'}`);
  const named = error === undefined ? {} : { 'x-amzn-errortype': error };
  return {
    status: documented.status,
    headers: { 'content-type': 'application/json', ...named },
    body,
    bodyText: JSON.stringify(body),
  };
}

test.each(examples)('the model fails nothing in an example of the vendor: $title', (example) => {
  const before = (example.after ?? []).map((title) => examples.find((one) => one.title === title));
  let state = model.initial;
  for (const one of [...before, example]) {
    if (one === undefined) throw new Error('The example before is not there');
    const observed = responseOf(one);
    const { matched, mismatches } = model.judge(model.step(state, requestOf(one)), observed);
    expect(mismatches.filter(({ binding }) => binding === 'MUST')).toEqual([]);
    if (matched === undefined) throw new Error('No response of this status is allowed');
    state = matched.next(observed);
  }
});
