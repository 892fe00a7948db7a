import { judgeTraffic, type TrafficExchange } from '@oidc-admin/conformance';
import { expect, test } from 'vitest';
import { smallApi, smallDocument, type Editable } from './smallApi.ts';

const document = await smallDocument('notes');
const { schemas } = document['components'] as {
  readonly schemas: { readonly Note: { readonly properties: Editable } };
};
schemas.Note.properties['secret'] = {
  type: 'string',
  description: 'Seals the note.',
  format: 'password',
  writeOnly: true,
};
const { contract } = smallApi(document);

function made(index: number, name: string, text: string, secret: unknown): TrafficExchange {
  const note = { name, text, colour: 'green' };
  const json = { 'content-type': 'application/json' };
  return {
    start: index * 10,
    end: index * 10 + 5,
    method: 'POST',
    url: 'https://notes.example.net/v1/notes',
    headers: { authorization: 'Bearer tok-9', ...json },
    body: JSON.stringify({ ...note, secret }),
    response: { status: 201, headers: json, body: JSON.stringify(note) },
  };
}

test('a recorded state shows no secret: not as a key, not a short one, not twice in a text', () => {
  const { recorded, findings } = judgeTraffic(contract, [
    made(0, 's3cr3t-value', 'pw12 and tok-9', 's3cr3t-value'),
    made(1, 'other', 'pw12, pw12 (a+b)', 'pw12'),
    made(2, 'third', 'plain', '(a+b)'),
    made(3, 'fourth', 'plain', ''),
  ]);
  expect(recorded).toMatchObject({
    note: {
      '': {
        'replaced-secret': { name: 'replaced-secret', text: 'replaced-secret and replaced-secret' },
        other: { text: 'replaced-secret, replaced-secret replaced-secret' },
        third: { text: 'plain' },
        fourth: { text: 'plain' },
      },
    },
  });
  expect(JSON.stringify([recorded, findings])).not.toMatch(/pw12|s3cr3t|tok-9|a\+b/);
});
