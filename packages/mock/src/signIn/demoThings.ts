import {
  elementTree,
  parentTexts,
  type Contract,
  type JsonValue,
  type Resource,
} from '@oidc-admin/contract';
import { createAjv, type Deployment, type Saved, type StateData } from '@oidc-admin/model';
import { schemaExample } from '../schemaExample.ts';
import { createSeedCheck } from '../state/seedCheck.ts';
import { pathExamples } from './pathExamples.ts';

/**
 * One of each resource that a server shows and that no request makes, so that somebody sees what a read of it looks like: a server
 * in use has such things as well. What stands below something that is made is left out, since nothing is made yet, and so is that of
 * which no sample fits the document.
 */
export function demoThings(contract: Contract, deployment: Deployment): StateData['resources'] {
  const shown = contract.resources.filter(
    ({ key, parentResource, operations }) =>
      key !== undefined &&
      parentResource === undefined &&
      operations.create === undefined &&
      operations.save === undefined &&
      (operations.read ?? operations.list) !== undefined,
  );
  if (shown.length === 0) return {};
  const check = createSeedCheck(contract, deployment);
  const resources = shown.flatMap((resource) => {
    const [parent] = parentTexts(resource, deployment.parents);
    const thing = demoThing(contract, resource);
    if (parent === undefined || thing === undefined) return [];
    const mistakes: string[] = [];
    check(resource.name, { [parent]: thing }, mistakes);
    return mistakes.length > 0 ? [] : [[resource.name, { [parent]: thing }] as const];
  });
  return Object.fromEntries(resources);
}

/** By its key, what the schemas of its properties show; undefined where no sample fits one of them, or its key. */
function demoThing(
  contract: Contract,
  { name: resource, key = '', operations, properties }: Resource,
): Readonly<Record<string, Saved>> | undefined {
  const own = contract.operations.filter(
    ({ action }) => 'resource' in action && action.resource === resource,
  );
  const written = own.find(({ id }) => id === operations.replace)?.body?.properties ?? [];
  const saved: Record<string, JsonValue> = {};
  const ajv = createAjv({ coerce: false });
  // What is written is what is saved, also where it is shown as another type.
  for (const [name, { item }] of [
    ...elementTree(properties).inner,
    ...elementTree(written).inner,
  ]) {
    if (item === undefined) continue;
    const sample = schemaExample(item.schema);
    if (ajv.validate(item.schema, sample)) saved[name] = sample;
    else if (item.required) return undefined;
  }
  const shown = textOf(saved[key]);
  const isNumber = typeof saved[key] === 'number';
  const fitting = pathExamples(contract, key, own) ?? [];
  const text = fitting.find((one) => !isNumber || String(Number(one)) === one) ?? shown;
  if (text === undefined) return undefined;
  return { [text]: { ...saved, [key]: isNumber ? Number(text) : text } };
}

function textOf(value: JsonValue | undefined): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}
