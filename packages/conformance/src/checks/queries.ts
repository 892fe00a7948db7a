import type { Operation, Parameter } from '@oidc-admin/contract';
import type { CheckContext } from './checkContext.ts';
import { textOf } from './json.ts';
import { isFreeText, sampleOf } from './samples.ts';

/** The query parameters with which a response has a property that it otherwise has not. */
export function exchangedParameters({ responses }: Operation): readonly string[] {
  return responses
    .flatMap(({ properties }) => properties.flatMap(({ presentWhen = [] }) => presentWhen))
    .filter((name) => name.startsWith('query.'))
    .map((name) => name.slice('query.'.length));
}

/** Characters that must be escaped in a query, and that a signature covers in their escaped form. */
const special = ' a+b/c=d&e%f~é';

/** Right values of the query parameters that are wanted. */
export function queryOf(
  { run }: CheckContext,
  { parameters, paging }: Operation,
  wanted: (parameter: Parameter) => boolean,
): Record<string, string> {
  // A server knows the cursors that it has given out.
  const cursor = paging?.by === 'cursor' ? paging.from : undefined;
  const isKnown = ({ name, untested }: Parameter): boolean =>
    name !== cursor && untested?.includes('value') !== true;
  const all = parameters.filter((one) => one.in === 'query' && isKnown(one) && wanted(one));
  return Object.fromEntries(
    all.map((one) => {
      // Behind the last page a server may refuse.
      if (one.name === paging?.from) return [one.name, String(paging.first)];
      const value = textOf(sampleOf(one, run.source, run.number()));
      const escaped = value + special;
      const isShort = Array.from(escaped).length <= (one.maxLength ?? Number.POSITIVE_INFINITY);
      return [one.name, isFreeText(one) && isShort ? escaped : value];
    }),
  );
}

/** Right values of the headers that are required. */
export function headersOf(
  { run }: CheckContext,
  { parameters }: Operation,
): Record<string, string> {
  // Which state is there, nobody can make up.
  const all = parameters.filter(
    ({ in: place, name, required }) =>
      place === 'header' && required && name.toLowerCase() !== 'if-match',
  );
  return Object.fromEntries(
    all.map((one) => {
      // A version, say: what the document does not name, a server may not know.
      const value = one.default ?? sampleOf(one, run.source, run.number());
      return [one.name.toLowerCase(), textOf(value)];
    }),
  );
}

/** Everything that may stand in the query and asks for nothing more: its secrets must not come back. */
export function wholeQuery(context: CheckContext, operation: Operation): Record<string, string> {
  const exchanged = exchangedParameters(operation);
  return queryOf(context, operation, ({ name }) => !exchanged.includes(name));
}

/** The same, with what asks for more: it is invented, so that a server may refuse the request. */
export function exchangedQuery(
  context: CheckContext,
  operation: Operation,
): Record<string, string> {
  return queryOf(context, operation, () => true);
}
