import { type Contract, makesKeys, type Operation, parentsAbove } from '@oidc-admin/contract';
import { createRouter } from '@oidc-admin/model';
import { belowDeleted } from '../checks/belowDeleted.ts';
import type { CheckContext } from '../checks/checkContext.ts';
import { clausesOf, resourceOn } from '../checks/contractViews.ts';
import { textOf } from '../checks/json.ts';
import { refusedRequests } from '../checks/kindChecks.ts';
import { absentKey, levelToMiss } from '../checks/madeKeys.ts';
import { NotRun } from '../checks/notRun.ts';
import { wholeQuery } from '../checks/queries.ts';
import { rightRequest } from '../checks/requests.ts';
import type { RunContext } from '../checks/runContext.ts';

/** A key or a parent that does not exist. */
export const existence = refusedRequests(({ contract, clause: { element = '' }, operation }) => {
  const above = parentsAbove(operation, contract).find(({ parameter }) => parameter === element);
  const own = above?.resource ?? resourceOn(contract, operation);
  const isOfRun =
    above !== undefined ||
    own?.key === element ||
    contract.resources.some(({ key }) => key === element);
  const types = operation.parameters.find(({ name }) => name === element)?.types ?? [];
  // A parent that this run does not know may still exist, and a key that the server may have made.
  const unsure = isOfRun ? levelToMiss(operation, own) : operation.changes && 'disposable';
  const needs = unsure ? { needs: unsure } : {};
  const refused = clausesOf(contract, operation.id).find(
    (one) => one.kind === 'pathParameter' && one.element === element,
  );
  // Nothing near a number is another one, and none.
  const near =
    !isOfRun || (types.length > 0 && !types.includes('string'))
      ? []
      : Object.entries(nearKeys)
          .filter(([, change]) => !leadsElsewhere(contract, operation, element, change))
          .map(([name, change]) => ({
            name,
            ...needs,
            // A server may say of such characters that no key has them.
            ...(odd.has(name) && refused !== undefined ? { answeredAs: refused } : {}),
            request: async (context: CheckContext) => {
              const right = await rightRequest(context, operation, { properties: 'full' });
              const known = right.path[element] ?? '';
              const value = change(known);
              if (value === known || value === '')
                throw new NotRun('preparation', `the known ${element} has nothing to change`);
              if (own !== undefined && makesKeys(own) && /^\d+$/.test(value))
                throw new NotRun('preparation', `the server may have made the ${element} ${value}`);
              return { ...right, path: { ...right.path, [element]: value } };
            },
          }));
  return [
    {
      ...needs,
      request: async (context) => {
        const right = await rightRequest(context, operation, { properties: 'full' });
        const value = isOfRun
          ? absentKey(context.run.pool, own)
          : unknownParent(context, right.path[element] ?? '', element);
        return {
          ...right,
          path: { ...right.path, [element]: value },
          query: wholeQuery(context, operation),
        };
      },
    },
    ...near,
    ...(above?.resource.operations.delete === undefined
      ? []
      : [
          {
            name: 'deletedParent',
            needs: unsure === 'disposable' ? unsure : ('allowWrites' as const),
            sideBySide: false,
            request: (context: CheckContext) => belowDeleted(context, operation, above),
          },
        ]),
  ];
});

/** Keys near one that exists, which are none. */
const nearKeys: Readonly<Record<string, (known: string) => string>> = {
  beginning: (known) => known.slice(0, -1),
  longer: (known) => `${known}x`,
  // What stands behind a dot is often taken for a format.
  dotted: (known) => `${known}.json`,
  lineEnd: (known) => `${known}\n`,
  // Digits to Unicode, and to the `\\d` of some languages; databases may take both forms for the same.
  otherDigit: inOtherDigits,
};

/** Whether another path of the document has what a key becomes, as `/files/{name}.json` has beside `/files/{name}`. */
function leadsElsewhere(
  contract: Contract,
  operation: Operation,
  element: string,
  change: (known: string) => string,
): boolean {
  const valueOf = (name: string): string => {
    const allowed = operation.parameters.find((one) => one.in === 'path' && one.name === name);
    const value = textOf(allowed?.enum?.[0] ?? 'known');
    return encodeURIComponent(name === element ? change(value) : value);
  };
  const path = operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => valueOf(name));
  const route = createRouter(contract)(operation.method, `${contract.basePath}${path}`);
  return 'operation' in route && route.operation.path !== operation.path;
}

/** Those with characters that are in no ordinary key. */
const odd: ReadonlySet<string> = new Set(['lineEnd', 'otherDigit']);

/** So many names like a known one are tried before one that is longer. */
const mostTried = 10;

/** A name like the known ones that is none of them: the digits of a known one, counted on; else one that is longer. */
export function unknownParent(
  { run }: { readonly run: Pick<RunContext, 'parents'> },
  known: string,
  parameter: string,
): string {
  const taken = new Set([known, ...(run.parents[parameter] ?? [])]);
  let value = known;
  for (let tried = 0; tried < mostTried; tried += 1) {
    value = value.replaceAll(/\d/g, (digit, index: number) =>
      String((Number(digit) + 3 + index) % 10),
    );
    if (!taken.has(value)) return value;
  }
  const longest = Math.max(...[...taken].map(({ length }) => length));
  return known.padEnd(longest + 1, 'x');
}

/** A text with each digit of ASCII as the wide one of Unicode, which some look-ups take for the same. */
export function inOtherDigits(text: string): string {
  return text.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff_10 + Number(digit)));
}
