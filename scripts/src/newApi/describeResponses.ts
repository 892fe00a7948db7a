import type { FactRows } from './factRows.ts';
import type { InferredAction, InferredResource } from './inferred.ts';
import { follow, type ForeignObject, objectOf, plainText } from './openApi.ts';
import type { Remarks } from './remarks.ts';
import { type EditableObject, putBefore } from './tidyDocument.ts';

/** The name that a client throws an error of this status by. */
const errorNames: Readonly<Record<string, string>> = {
  '400': 'BadRequest',
  '401': 'Unauthorized',
  '403': 'Forbidden',
  '404': 'NotFound',
  '405': 'MethodNotAllowed',
  '406': 'NotAcceptable',
  '409': 'Conflict',
  '410': 'Gone',
  '412': 'PreconditionFailed',
  '413': 'ContentTooLarge',
  '415': 'UnsupportedMediaType',
  '422': 'UnprocessableContent',
  '428': 'PreconditionRequired',
  '429': 'TooManyRequests',
  '500': 'InternalServerError',
  '501': 'NotImplemented',
  '502': 'BadGateway',
  '503': 'ServiceUnavailable',
  '504': 'GatewayTimeout',
};

const retried: ReadonlySet<string> = new Set(['429', '502', '503', '504']);

/** An operation whose responses are described. */
interface Described {
  readonly action: InferredAction;
  readonly resource: InferredResource | undefined;
  readonly operation: EditableObject;
  readonly row: string;
}

/** Whether a request of this operation carries credentials. */
function needsSignIn(document: ForeignObject, operation: ForeignObject): boolean {
  const security = operation['security'] ?? document['security'];
  return (
    Array.isArray(security) &&
    security.length > 0 &&
    security.every((requirement) => Object.keys(objectOf(requirement)).length > 0)
  );
}

/** Whether a parameter outside of the path can be wrong. */
function hasRulesInParameters(
  document: ForeignObject,
  { operation: { route, data } }: InferredAction,
) {
  const shared = objectOf(objectOf(document['paths'])[route])['parameters'];
  return [shared, data['parameters']].some(
    (list) =>
      Array.isArray(list) &&
      (list as readonly unknown[]).some((one) => {
        const parameter = follow(document, [], one).data;
        const schema = follow(document, [], parameter['schema']).data;
        const { type, description: _, default: __, ...limits } = schema;
        const isFree = type === 'string' && Object.keys(limits).length === 0;
        const isOutside = parameter['in'] === 'query' || parameter['in'] === 'header';
        return isOutside && (!isFree || parameter['required'] === true);
      }),
  );
}

/** What a broken request needs an answer for, and does not have yet: each with the statuses of which one is enough. */
function wantedStatuses(document: ForeignObject, { action, resource, operation }: Described) {
  const { does } = action;
  const namesOne =
    ['read', 'replace', 'merge', 'delete'].includes(does) && resource?.key !== undefined;
  const isBelow = does !== 'listAll' && resource !== undefined && resource.parents.length > 0;
  const isOverAll = does === 'ask' || does === 'listAll';
  const isInPath = action.operation.route.includes('{');
  return [
    ...(needsSignIn(document, operation as ForeignObject) ? [['401', '403']] : []),
    ...(operation['requestBody'] === undefined && !hasRulesInParameters(document, action)
      ? []
      : [['400', '422']]),
    ...(namesOne || isBelow || (isOverAll && isInPath) ? [['404']] : []),
    ...(isInPath ? [['400', '404', '422']] : []),
    ...(does === 'create' && resource?.key !== undefined && !resource.serverMade
      ? [['409', '400', '422']]
      : []),
    // The lint wants one for each operation, and every request can be wrong.
    ['400', '401', '403', '404', '409', '422'],
  ];
}

/** Ranges become the statuses that are needed, and what no response is documented for gets one. */
export function describeResponses(
  document: EditableObject,
  described: Described,
  facts: FactRows,
  remarks: Remarks,
): void {
  const { operation, action, row } = described;
  const given = objectOf(operation['responses']) as EditableObject;
  const { default: anyOther, ...others } = given;
  const statuses = Object.entries(others).filter(([status]) => /^\d{3}$/.test(status));
  const range = (first: string): unknown =>
    others[`${first}XX`] ?? others[`${first}xx`] ?? (first === '2' ? undefined : anyOther);
  const made: [string, unknown][] = [...statuses];
  const has = (status: string): boolean => made.some(([one]) => one === status);
  const name = `${action.operation.method.toUpperCase()} ${action.operation.route}`;
  if (range('2') !== undefined && !made.some(([status]) => status.startsWith('2'))) {
    remarks.question(
      action.operation.path,
      `which status does ${name} answer when all is well? 2XX stands for all of them, and the copy says 200`,
    );
    made.push(['200', range('2')]);
  }
  if (!made.some(([status]) => status.startsWith('2'))) {
    remarks.question(
      action.operation.path,
      `what does ${name} answer when all is well? The copy says 200 with anything`,
    );
    made.push(['200', { description: 'Done.', 'x-body': 'any' }]);
  }
  for (const wanted of wantedStatuses(document as ForeignObject, described)) {
    if (wanted.some(has)) continue;
    const [status = '400'] = wanted;
    const ranged = range(status[0] ?? '4');
    if (ranged === undefined)
      remarks.guess(
        action.operation.path,
        `${name} documents none of ${wanted.join(', ')}; the copy adds ${status} (${errorNames[status]})`,
      );
    else
      remarks.guess(
        action.operation.path,
        'a range (4XX, default) stands for those of 400, 401, 404 and 409 that a rule needs',
      );
    made.push([status, ranged ?? { description: `${errorNames[status]}.`, 'x-body': 'any' }]);
  }
  operation['responses'] = Object.fromEntries(
    made
      .toSorted(([a], [b]) => Number(a) - Number(b))
      .map(([status, response]) => [
        status,
        responseOf(document, status, response, row, facts, statuses),
      ]),
  );
}

/** A response as the copy has it. One that is shared is described where it stands, and once for each status. */
function responseOf(
  document: EditableObject,
  status: string,
  response: unknown,
  operationRow: string,
  facts: FactRows,
  statuses: readonly (readonly [string, unknown])[],
): EditableObject {
  const isDocumented = statuses.some(([one]) => one === status);
  const { path, data } = follow(document as ForeignObject, [], response);
  const text = `${status}: ${plainText(data['description'] ?? 'no text')}`;
  const row = facts.row(
    'Statuses',
    ['STATUS', status],
    text,
    isDocumented ? 'documented' : 'reading',
  );
  const [, section, shared] = path;
  if (section !== 'responses' || shared === undefined)
    return describeOne(structuredClone(data) as EditableObject, status, [operationRow, row]);
  const components = objectOf(document['components'])['responses'] as Record<
    string,
    EditableObject
  >;
  const first = components[shared] ?? {};
  const isOurs = first['x-source'] === undefined || first['x-source'] === row;
  const name = isOurs ? shared : `${shared}${status}`;
  const own = isOurs ? first : structuredClone(first);
  delete own['x-error'];
  components[name] = describeOne(own, status, row);
  return { $ref: `#/components/responses/${name}` };
}

function describeOne(
  response: EditableObject,
  status: string,
  source: string | readonly string[],
): EditableObject {
  const fallback = errorNames[status] ?? `Status${status}`;
  response['description'] = plainText(response['description'] ?? '') || `${fallback}.`;
  if (Object.keys(objectOf(response['content'])).length === 0) {
    delete response['content'];
    // Without a schema nothing is promised of an error's body.
    if (Number(status) >= 400) response['x-body'] = 'any';
  }
  const behind = ['headers', 'content', 'x-body'];
  if (Number(status) >= 400)
    putBefore(
      response,
      'x-error',
      { name: fallback, ...(retried.has(status) ? { retry: true } : {}) },
      behind,
    );
  putBefore(response, 'x-source', source, ['x-error', ...behind]);
  return response;
}
