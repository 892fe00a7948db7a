import type { JsonValue, Operation } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import type { RunParameters } from '../runner/runParameters.ts';
import { demonstration } from '../testing/checkAll.ts';
import type { CheckRequest } from './checkRequest.ts';
import { OwnKeys } from './ownKeys.ts';
import { OwnMade } from './ownMade.ts';
import { refAt } from './resourceRef.ts';
import type { Composed, Sender } from './sent.ts';

const { contract } = await demonstration('pvwa');
const [provider] = contract.resources;
const create = contract.operations.find(({ action }) => action.does === 'create');
if (provider === undefined || create === undefined) throw new Error('nothing is created');
const run = {
  operation: (id: string): Operation => {
    const found = contract.operations.find((one) => one.id === id);
    if (found === undefined) throw new Error(`no ${id}`);
    return found;
  },
};
const resource = { ...provider, key: 'id', serverMade: ['id'], label: 'name' };
const ref = refAt(resource, '', '7');
const request: CheckRequest = {
  operation: { ...create, action: { does: 'create', resource: resource.name, at: '' } },
  path: {},
  body: { name: 'sent' },
};

/** A server at which one thing stands, and the requests that it got. */
function serverWith(json: JsonValue): { sender: Sender; asked: string[] } {
  const asked: string[] = [];
  const send = async ({ operation }: CheckRequest): Promise<unknown> => {
    asked.push(operation.id);
    const { action } = operation;
    const at = 'at' in action ? action.at : '';
    const element = action.does === 'list' ? [json] : json;
    return { response: { json: at === '' ? element : { [at.slice(1)]: element } } };
  };
  return { sender: { send } as unknown as Sender, asked };
}

test.each([
  ['the name that was sent', { name: 'sent' }, {}, true, 0],
  ['a name of the run', { name: 'OIDCADMIN0123456789001' }, {}, true, 0],
  ['another name', { name: 'of somebody else' }, { name: 'sent' }, false, 0],
  ['no name, and it has the one that was sent', {}, { id: 7, name: 'sent' }, true, 1],
  ['no name, and it has another', {}, { id: 7, name: 'of somebody else' }, false, 1],
  ['no name, and it has none', {}, { id: 7 }, false, 1],
])('what a create shows with %s: may it be changed?', async (_, json, stands, expected, asks) => {
  for (const verb of ['read', 'list'] as const) {
    const made = new OwnMade(new OwnKeys(() => '0123456789'));
    const id = provider.operations[verb];
    const about = { ...ref, resource: { ...resource, operations: { [verb]: id } } };
    made.note(about, request, { json });
    const { sender, asked } = serverWith(stands);
    expect(await made.allows(sender, run, about)).toBe(expected);
    expect(asked).toHaveLength(asks);
  }
});

test('what is not there is neither allowed nor refused', async () => {
  const made = new OwnMade(new OwnKeys(() => '0123456789'));
  const { read = '' } = provider.operations;
  const about = { ...ref, resource: { ...resource, operations: { read } } };
  made.note(about, request, { json: {} });
  const answer = { response: { status: 404, json: { error: 'none' } } };
  const sender = { send: async () => answer } as unknown as Sender;
  expect(await made.allows(sender, run, about)).toBe('gone');
});

test('a key that no create has shown is not asked for', async () => {
  const { sender, asked } = serverWith({});
  const made = new OwnMade(new OwnKeys(() => '0123456789'));
  expect(await made.allows(sender, run, ref)).toBe(true);
  expect(asked).toEqual([]);
});

test.each([
  ['allowWrites', [], true],
  ['allowWrites', [{ id: 7 }], false],
  ['allowWrites', undefined, false],
  ['disposable', undefined, true],
] as const)(
  '%s, a create without a name where %j stood: may it be changed?',
  async (level, stood, expected) => {
    const made = new OwnMade(new OwnKeys(() => '0123456789'));
    const { list = '' } = provider.operations;
    const operations = stood === undefined ? {} : { list };
    const about = { ...ref, resource: { ...resource, operations } };
    const { body: described } = request.operation;
    if (described === undefined) throw new Error('a create has a body');
    const [sample] = described.properties;
    if (sample === undefined) throw new Error('a body has properties');
    const properties = [{ ...sample, name: 'name', required: false }];
    const operation = { ...request.operation, body: { ...described, properties } };
    const nameless = { ...request, operation, body: { name: null } };
    const { action } = run.operation(list);
    const at = 'at' in action ? action.at.slice(1) : '';
    const json = at === '' ? stood : { [at]: stood };
    const sender = { send: async () => ({ response: { json } }) } as unknown as Sender;
    const model = { path: {} } as Composed['model'];
    const target = {
      ...run,
      parameters: { level } as RunParameters,
      resource: () => about.resource,
    };
    await made.lookBefore({ request: nameless, model }, sender, target);
    made.note(about, nameless, { json: { id: 7, name: 'an example' } });
    expect(await made.allows(sender, run, about)).toBe(expected);
    expect(made.isRecognised(about)).toBe(expected);
  },
);
