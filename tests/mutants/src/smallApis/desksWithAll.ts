import { smallDocument, type Editable } from './smallApi.ts';

/** Desks and what stands below them, with lists of all notes and of all papers beside those of each desk. */
export async function desksWithAll(): Promise<Editable> {
  const document = await smallDocument('desks');
  const paths = document['paths'] as Record<string, Record<string, Editable>>;
  for (const [path, resource] of [
    ['notes', 'note'],
    ['papers', 'paper'],
  ] as const) {
    const below = paths[`/desks/{desk}/${path}`]?.['get'];
    const { '404': _, ...responses } = (below?.['responses'] ?? {}) as Editable;
    paths[`/${path}`] = {
      get: {
        ...below,
        operationId: `listAll-${path}`,
        'x-action': { listAll: resource },
        responses,
      },
    };
  }
  return document;
}
