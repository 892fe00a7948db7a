import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, type RunEvent } from '@oidc-admin/conformance';
import type { JsonValue } from '@oidc-admin/contract';
import { expect, test } from 'vitest';
import { mergingNotes, type Merging } from './merging.ts';
import { smallApi, type Editable, type SmallApi } from './smallApi.ts';

const mediaTypes = ['application/merge-patch+json', 'application/json'] as const;

/** The one note of a server, which nothing but a PATCH writes. */
async function oneNote(mediaType: Merging['mediaType'], isRemovable: boolean): Promise<SmallApi> {
  const document = await mergingNotes({ mediaType, replaced: false });
  const {
    paths,
    components,
    'x-outcomes': outcomes,
  } = document as {
    readonly paths: Record<string, Record<string, Editable>>;
    readonly components: { readonly schemas: Record<string, Editable> };
    readonly 'x-outcomes': Editable;
  } & Editable;
  const { get = {}, patch = {} } = paths['/notes/{name}'] ?? {};
  for (const { responses } of [get, patch]) delete (responses as Editable)['404'];
  document['paths'] = { '/note': { get, patch } };
  const { Note: note = {} } = components.schemas;
  const { name: _, ...properties } = note['properties'] as Editable;
  const { requestBody } = patch as {
    readonly requestBody: {
      readonly content: Record<string, { readonly schema: { readonly properties: Editable } }>;
    };
  };
  const sent = requestBody.content[mediaType]?.schema.properties ?? {};
  if (!isRemovable) sent['remark'] = { type: 'string', description: 'A remark.' };
  components.schemas['Note'] = { ...note, required: [], properties };
  document['x-resources'] = {
    note: {
      schema: '#/components/schemas/Note',
      rules: { kept: 'NOTES-KEPT', merged: 'NOTES-CHANGE' },
    },
  };
  for (const name of ['taken', 'existence', 'pathParameter', 'required', 'nullRequired'])
    delete outcomes[name];
  return smallApi(document);
}

interface Ran {
  readonly said: string;
  readonly lost: readonly string[];
  readonly note: JsonValue | undefined;
}

const before = { text: 'Ours.', colour: 'green', settings: { font: 'serif' }, labels: { a: 'b' } };

/** What a run that writes at a note says before, and what of it is there afterwards. */
async function ran({ contract, access, mock: createMock }: SmallApi): Promise<Ran> {
  const mock = createMock({ seed: { resources: { note: { '': { '': before } } } } });
  await using running = await mock.start();
  const state = mkdtempSync(join(tmpdir(), 'merged-back-'));
  const environment = { ...mock.demo.environment, XDG_STATE_HOME: state };
  const target = { url: running.url, contract, access, environment };
  const events: RunEvent[] = [];
  for await (const event of run(target, { seed: 1, level: 'allowWrites' })) events.push(event);
  const [{ lost } = { lost: ['nothing was put back'] }] = events.filter(
    (event) => event.event === 'putBack',
  );
  const said = events.map((event) => (event.event === 'notice' ? event.text : ''));
  return { said: said.join(''), lost, note: mock.state.read().resources?.['note']?.['']?.[''] };
}

test.each(mediaTypes)('what a run adds by a PATCH with %s is removed again', async (mediaType) => {
  const { lost, note } = await ran(await oneNote(mediaType, true));
  expect({ lost, note }).toEqual({ lost: [], note: before });
});

test('what a PATCH adds and cannot remove is named, before and after', async () => {
  const { said, lost } = await ran(await oneNote('application/json', false));
  expect(said).toContain('stays, since nothing removes it: remark.');
  expect(lost[0]).toBe('note: remark was not there before, and could not be removed');
});
