import { wordsInName } from './names.ts';
import { follow, type ForeignObject, plainText } from './openApi.ts';
import type { Remarks } from './remarks.ts';
import { type EditableObject, editableAt, putBefore, walk } from './tidyDocument.ts';

/** Usual names, their words joined, of parameters whose values have a grammar that no document says in words of OpenAPI. */
const ofGrammar =
  /^(?:filters?|where|sort(?:by|order)?|order(?:by)?|(?:excluded|sparse)?(?:fields|attributes)|select|expand|include|embed)$/;

/** What limits a text so far that some value is known to be right. */
const closing = ['enum', 'const', 'format', 'pattern'];

/**
 * Leaves open what may stand in a query parameter that takes any text by its schema, and a filter, a sort order or names of
 * properties by its name: a server is right to refuse what a check would make up, or to show less.
 */
export function leaveGrammarsOpen(document: EditableObject, remarks: Remarks): void {
  const whole = document as ForeignObject;
  walk(document, [], ({ parameters }, path) => {
    if (!Array.isArray(parameters)) return;
    for (const [index, one] of (parameters as readonly unknown[]).entries()) {
      const { path: at, data } = follow(whole, [...path, 'parameters', String(index)], one);
      const { data: schema } = follow(whole, [], data['schema']);
      const name = plainText(data['name']);
      const isOpen =
        data['in'] === 'query' &&
        data['required'] !== true &&
        ofGrammar.test(wordsInName(name).join('').toLowerCase()) &&
        [schema['type']].flat().includes('string') &&
        !closing.some((key) => key in schema) &&
        !['x-filter', 'x-untested'].some((key) => key in data);
      if (!isOpen) continue;
      putBefore(editableAt(document, at), 'x-untested', ['value'], ['schema']);
      remarks.guess(
        at,
        `no words say which values ${name} takes: no check sends it, and the mock takes any`,
      );
    }
  });
}
