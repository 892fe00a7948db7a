import { isObject } from '@oidc-admin/contract';
import { smallDocument, type Editable } from './smallApi.ts';

/** How notes are changed in part. */
export interface Merging {
  readonly mediaType:
    | 'application/merge-patch+json'
    | 'application/json'
    | 'application/vnd.notes+json';
  /** Whether they can also be replaced. */
  readonly replaced: boolean;
}

/** Notes with nested settings, tags and labels, all of which can be removed by null. */
export async function mergingNotes({ mediaType, replaced }: Merging): Promise<Editable> {
  const document = await smallDocument('notes');
  const {
    paths,
    components,
    'x-resources': resources,
  } = document as {
    readonly paths: Record<string, Record<string, Editable>>;
    readonly components: { readonly schemas: Record<string, Editable> };
    readonly 'x-resources': { readonly note: { readonly rules: Editable } };
  } & Editable;
  const note = components.schemas['Note'] as Editable & { readonly properties: Editable };
  Object.assign(note.properties, inside(false));
  const { put, ...others } = paths['/notes/{name}'] ?? {};
  const responses = { ...(put?.['responses'] as Editable) };
  const patch = {
    operationId: 'changeNote',
    'x-source': 'NOTES-CHANGE',
    'x-action': { merge: 'note' },
    requestBody: {
      required: true,
      content: { [mediaType]: { schema: partOf(note) } },
    },
    responses,
  };
  paths['/notes/{name}'] = { ...others, ...(replaced && put !== undefined ? { put } : {}), patch };
  Object.assign(resources.note.rules, { merged: 'NOTES-CHANGE', neverCreated: 'NOTES-CHANGE' });
  if (!replaced) delete resources.note.rules['replaced'];
  return document;
}

/** Properties beside those of every note; `removable` where null takes each away. */
function inside(removable: boolean): Editable {
  const typed = (type: string): unknown => (removable ? [type, 'null'] : type);
  const text = (description: string): Editable => ({ type: typed('string'), description });
  return {
    remark: text('A remark.'),
    tags: {
      type: typed('array'),
      description: 'Words to find it by.',
      items: { type: 'string', maxLength: 50 },
    },
    labels: {
      type: typed('object'),
      description: 'Words by name.',
      additionalProperties: { type: typed('string') },
    },
    settings: {
      type: typed('object'),
      description: 'How it is shown.',
      properties: {
        font: text('Its letters.'),
        bold: { type: typed('boolean'), description: 'Whether it is bold.' },
        margin: {
          type: typed('object'),
          description: 'Space around it.',
          properties: { left: text('At the left.'), right: text('At the right.') },
        },
      },
    },
  };
}

/** The properties of a note, none of them required. */
function partOf(note: Editable): Editable {
  const properties = isObject(note['properties']) ? note['properties'] : {};
  const { name: _, text, colour } = properties;
  return {
    type: 'object',
    'x-source': 'NOTES-CHANGE',
    properties: { text, colour, ...inside(true) },
  };
}
