import { contractOf, ContractError, keysWithoutEffect, pointerSteps } from '@oidc-admin/contract';
import { citedIn } from '../generate/checkSources.ts';
import { describeList } from './describeList.ts';
import { describeLocation } from './describeLocation.ts';
import { describeOutcomes } from './describeOutcomes.ts';
import { describeResponses } from './describeResponses.ts';
import { describeSchemas, markProperties, shownOnce } from './describeSchemas.ts';
import { FactRows } from './factRows.ts';
import type { InferredAction, InferredResource } from './inferred.ts';
import { type Inferred, inferResources } from './inferResources.ts';
import { leaveGrammarsOpen } from './leaveGrammarsOpen.ts';
import { describeMerge } from './mergeBodies.ts';
import {
  type ForeignObject,
  foreignOperations,
  jsonSchemaOf,
  objectOf,
  type Path,
  plainText,
} from './openApi.ts';
import { keepPlaces } from './parameterPlaces.ts';
import { withPathItems } from './pathItems.ts';
import { Remarks } from './remarks.ts';
import { renameParameters, type Routes } from './renameParameters.ts';
import { requireKey } from './requireKey.ts';
import { rulesOf } from './rulesOf.ts';
import {
  type EditableObject,
  editableAt,
  putBefore,
  removeUnused,
  tidyDocument,
} from './tidyDocument.ts';
import { tidyLimits } from './tidyLimits.ts';
import { leaveOddNames } from './tidyNames.ts';
import { tidyReferences } from './tidyReferences.ts';
import { tidySecurity } from './tidySecurity.ts';
import { shareServers } from './tidyServers.ts';
import { tooManyPlaces } from './tooManyPlaces.ts';
import { type LeftOut, unreadable, withoutUnreadable } from './unreadable.ts';

/** What an API says about itself, once it is written with our keys. */
export interface DescribedApi {
  readonly document: EditableObject;
  readonly facts: string;
  readonly inferred: Inferred;
  readonly routes: Routes;
  readonly remarks: Remarks;
  /** What the contract cannot read, by pointer; empty where all is well. */
  readonly problems: readonly { readonly pointer: string; readonly reason: string }[];
}

/**
 * Describes an API with our keys, by what its document lets be seen. The document stays as it is. Operations that the contract
 * cannot read are left out, each with a question; there are problems only where that leaves nothing, or is not enough.
 */
export function describeApi(whole: ForeignObject, api: string): DescribedApi {
  const { document: given, unknown } = withPathItems(whole);
  const large = {
    document: given as EditableObject,
    problems: tooManyPlaces(given),
    routes: new Map(),
  };
  const left: LeftOut[] = [...unreadable(large, given)];
  let rest = left.length === 0 ? given : withoutUnreadable(given, left);
  for (;;) {
    const described = describeReadable(rest, api, new Remarks());
    const out = unreadable(described, rest);
    if (out.length === 0) {
      for (const { path, text } of [...unknown, ...left]) described.remarks.question(path, text);
      return described;
    }
    left.push(...out);
    rest = withoutUnreadable(rest, out);
  }
}

function describeReadable(given: ForeignObject, api: string, remarks: Remarks): DescribedApi {
  const document = structuredClone(given) as EditableObject;
  keepPlaces(document);
  tidyReferences(document, remarks);
  shareServers(document, remarks);
  tidyDocument(document, api, remarks);
  tidyLimits(document, remarks);
  leaveOddNames(document, remarks);
  tidySecurity(document, remarks);
  const found = inferResources(document as ForeignObject, new Remarks()).resources;
  const routes = renameParameters(document, found, remarks);
  const inferred = inferResources(document as ForeignObject, remarks);
  leaveOut(document, inferred);
  const facts = new FactRows(api);
  const operations: EditableObject[] = [];
  const actions = [
    ...inferred.resources.flatMap((resource) =>
      resource.actions.map((action) => ({ action, resource })),
    ),
    ...inferred.others
      .filter(({ does }) => does === 'ask')
      .map((action) => ({ action, resource: undefined })),
  ];
  for (const { action, resource } of actions) {
    const operation = editableAt(document, action.operation.path);
    operations.push(operation);
    if (action.does === 'merge' && resource !== undefined)
      describeMerge(document, action, resource, remarks);
    describeOperation(document, operation, action, resource, facts, remarks);
  }
  leaveGrammarsOpen(document, remarks);
  for (const resource of inferred.resources)
    markProperties(document, resource, inferred.resources, remarks);
  describeSchemas(document, facts);
  describeOutcomes(document, operations, facts);
  describeResources(document, inferred.resources, facts, remarks);
  describeSecurity(document, facts);
  putBefore(document, 'x-api', api, ['x-resources', 'x-outcomes', 'paths']);
  removeUnused(document, new Remarks());
  const isEmpty = foreignOperations(document as ForeignObject).length === 0;
  const nothing = { pointer: '/paths', reason: 'nothing that an engine knows is left of them' };
  const problems = isEmpty ? [nothing] : withoutIdleKeys(document);
  const title = plainText(objectOf(document['info'])['title']);
  return {
    document,
    inferred,
    routes,
    remarks,
    problems,
    facts: facts.page(title, citedIn(document), testableRows(document)),
  };
}

/** Takes out the operations of which no engine would know what they change. */
function leaveOut(document: EditableObject, { others }: Inferred): void {
  for (const { operation, does } of others) {
    if (does !== 'other') continue;
    const item = editableAt(document, operation.path.slice(0, -1));
    delete item[operation.method];
    if (!Object.values(item).some((value) => objectOf(value)['responses'] !== undefined))
      delete editableAt(document, ['paths'])[operation.route];
  }
}

function describeOperation(
  document: EditableObject,
  operation: EditableObject,
  action: InferredAction,
  resource: InferredResource | undefined,
  facts: FactRows,
  remarks: Remarks,
): void {
  const { method, route } = action.operation;
  const id = plainText(operation['operationId']);
  const text = `\`${method.toUpperCase()} ${route}\`: ${plainText(operation['summary'])}`;
  const row = facts.row('Operations', [id], text, 'documented');
  const behind = ['parameters', 'requestBody', 'responses'];
  const at = action.at === '' ? {} : { at: action.at };
  putBefore(
    operation,
    'x-action',
    resource === undefined ? { changes: 'nothing' } : { [action.does]: resource.name, ...at },
    behind,
  );
  putBefore(operation, 'x-source', row, ['x-action', ...behind]);
  if (method === 'put' && action.does !== 'other')
    putBefore(operation, 'x-repeatable', true, behind);
  if (action.does === 'list' && resource !== undefined)
    describeList(document, operation, action, resource, remarks);
  describeBody(document, operation, action, facts);
  describeResponses(document, { action, resource, operation, row }, facts, remarks);
  if (resource === undefined) return;
  requireKey(document, action, resource, remarks);
  describeLocation(document, operation, action, resource, facts, remarks);
}

/** A body that is written where it is sent has a row of its own, as no shared schema has one for it. */
function describeBody(
  document: EditableObject,
  operation: EditableObject,
  { operation: { path, method, route } }: InferredAction,
  facts: FactRows,
): void {
  const body = jsonSchemaOf(
    document as ForeignObject,
    [...path, 'requestBody'],
    operation['requestBody'],
  );
  if (body === undefined || body.schema['$ref'] !== undefined) return;
  const text = `The body of \`${method.toUpperCase()} ${route}\` has the properties, types and limits that the document gives it`;
  const row = facts.row(
    'Schemas',
    [plainText(operation['operationId']), 'body'],
    text,
    'documented',
  );
  const schema = editableAt(document, body.path);
  putBefore(schema, 'x-source', row, [
    'required',
    'properties',
    'items',
    'allOf',
    'oneOf',
    'anyOf',
  ]);
}

function describeResources(
  document: EditableObject,
  resources: readonly InferredResource[],
  facts: FactRows,
  remarks: Remarks,
): void {
  if (resources.length === 0) return;
  const described = resources.map((resource) => {
    const { name, key, parents, parentShown, schema } = resource;
    for (const property of shownOnce(document as ForeignObject, resource))
      remarks.guess(
        resource.schemaPath,
        `${property} of ${name} is shown once, in the answer to its create`,
      );
    return [
      name,
      {
        ...(key === undefined ? {} : { key: key.property }),
        ...(parents.length === 0 ? {} : { parent: parents.length === 1 ? parents[0] : parents }),
        ...(parentShown && { parentShown }),
        schema,
        rules: rulesOf(document, resource, facts),
      },
    ] as const;
  });
  putBefore(document, 'x-resources', Object.fromEntries(described), ['x-outcomes', 'paths']);
}

function describeSecurity(document: EditableObject, facts: FactRows): void {
  const schemes = objectOf(objectOf(document['components'])['securitySchemes']) as Record<
    string,
    EditableObject
  >;
  for (const [name, scheme] of Object.entries(schemes))
    scheme['x-source'] = facts.row(
      'Signing in',
      ['SIGN-IN', name],
      `Requests are signed in by \`${name}\` (${plainText(scheme['type'])}${scheme['scheme'] === undefined ? '' : ` ${plainText(scheme['scheme'])}`})`,
      'documented',
    );
}

/** The rows that a clause cites; none where the contract cannot be read. */
function testableRows(document: EditableObject): ReadonlySet<string> {
  try {
    return new Set(contractOf(document).clauses.flatMap(({ source }) => source));
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return new Set();
  }
}

/** Takes out every key that changes nothing. Answers what the contract cannot read. */
function withoutIdleKeys(document: EditableObject): DescribedApi['problems'] {
  try {
    for (let round = 0; round < 10; round += 1) {
      contractOf(document);
      const idle = keysWithoutEffect(document);
      if (idle.length === 0) return [];
      for (const { pointer } of idle) removeAt(document, pointer);
    }
    return [];
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return error.problems;
  }
}

function removeAt(document: EditableObject, pointer: string): void {
  const keys = pointerSteps(pointer);
  const holder = editableAt(document, keys.slice(0, -1) satisfies Path);
  const last = keys.at(-1) ?? '';
  if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else delete holder[last];
  if (last !== 'x-outcomes' && keys.at(-2) === 'x-outcomes' && Object.keys(holder).length === 0)
    removeAt(document, pointer.slice(0, pointer.lastIndexOf('/')));
}
