import {
  elementSteps,
  isBelowCaller,
  isObject,
  makerOf,
  makesKeys,
  type Operation,
  unnamedParents,
} from '@oidc-admin/contract';
import { ownProperties, without, type Body } from '../checks/bodies.ts';
import type { CheckRequest } from '../checks/checkRequest.ts';
import type { ResourceClause } from '../checks/kindChecks.ts';
import type { ResourceRef } from '../checks/resourceRef.ts';
import { fewOthers } from './fewOthers.ts';
import { resourceIn } from './leftBehind.ts';
import { likeKeys } from './likeKeys.ts';
import { Steps, sequences, type Sequence } from './steps.ts';

/**
 * What is done to one of two leaves the other alone: two keys, of which one begins with the other or looks like it, or two
 * parents; and what has the same key but is of another resource.
 */
export const separate = sequences((about) =>
  about.resource.key === undefined
    ? betweenParents
    : [
        ...betweenKeys(about),
        ...likeKeys(about),
        ...betweenResources(about),
        ...(about.resource.parent === undefined || isBelowCaller(about.resource, about.contract)
          ? []
          : [keyedBetweenParents]),
      ],
);

function betweenKeys({ resource: { operations } }: ResourceClause): readonly Sequence[] {
  const update = (['replace', 'save', 'merge'] as const).filter((does) => operations[does]);
  return ([...update.slice(0, 1), 'delete'] as const)
    .filter((does) => operations[does] !== undefined)
    .map(sparing);
}

/** What is done to one of two, of which the key of one begins with that of the other. */
function sparing(does: 'replace' | 'save' | 'merge' | 'delete'): Sequence {
  return {
    name: does,
    run: async (steps) => {
      const change = (request: CheckRequest): CheckRequest => withoutSecrets(steps, request);
      const { ref: one, sent } = await steps.write(
        steps.operation('create', 'save'),
        { properties: 'full' },
        { ref: steps.fresh(), change },
      );
      // Equal but for the key and what must stay a secret of its own.
      const { key = '', neverReturned } = steps.resource;
      const body: Body = isObject(sent.request.body) ? sent.request.body : {};
      const equal = without(body, [key, ...neverReturned.map(outermost)]);
      const other = await steps.create(
        { properties: 'full', given: equal },
        { ref: steps.fresh(0, `${one.key}1`), change },
      );
      // All values change; then some are the same in both: a server may look for what it writes by one of these.
      const changes = does === 'delete' ? [undefined] : [{}, halfOf(equal, 0), halfOf(equal, 1)];
      for (const given of changes) {
        if (given === undefined) await steps.remove(one);
        else await steps.replace(one, { properties: 'full', given });
        await steps.read(other, steps.asOwn);
      }
      await steps.list(steps.asOwn);
    },
  };
}

/** Every second of some values, from the first or the second one on. */
function halfOf(values: Body, half: number): Body {
  return Object.fromEntries(Object.entries(values).filter((_, index) => index % 2 === half));
}

/** Without what is never shown, where it may be left out: two that are equal have no secrets of their own. */
function withoutSecrets({ context, resource }: Steps, request: CheckRequest): CheckRequest {
  if (!isObject(request.body)) return request;
  const body = without(request.body, resource.neverReturned.map(outermost));
  const { validators } = context.run.model;
  return validators.validateBody(request.operation.id, body).length === 0
    ? { ...request, body }
    : request;
}

/** The property of the body itself in which another one stands. */
function outermost(name: string): string {
  return elementSteps(name)[0] ?? name;
}

/** Something of each other resource under the same key, which stays as it is whatever is done here. */
function betweenResources({ contract, resource }: ResourceClause): readonly Sequence[] {
  const others = contract.resources.filter(
    ({ name, key, parent, operations, serverMade }) =>
      name !== resource.name &&
      key !== undefined &&
      [resource, { key, serverMade }].every((one) => !makesKeys(one)) &&
      parent === resource.parent &&
      makerOf({ key, operations }) !== undefined &&
      operations.read !== undefined,
  );
  return fewOthers(others, { contract, resource }).map((other) => ({
    name: other.name,
    run: async (steps) => {
      const beside = new Steps(steps.context, other, steps.clause);
      const own = steps.fresh();
      const theirs = await beside.create(
        { properties: 'full', given: switches(beside.operation('create', 'save'), false) },
        { ref: beside.fresh(0, own.key), ...beside.free },
      );
      await steps.create({ properties: 'full' }, { ref: own, ...steps.free });
      await beside.read(theirs, beside.asOwn);
      await isThere(steps, own);
      const { replace, save, merge } = other.operations;
      const update = contract.operations.find(({ id }) => id === (replace ?? save ?? merge));
      const on = update === undefined ? {} : switches(update, true);
      if (Object.keys(on).length > 0) {
        await beside.replace(theirs, { properties: 'full', given: on });
        await isThere(steps, own);
      }
      if (steps.resource.operations.delete === undefined) return;
      await steps.remove(own);
      await beside.read(theirs, beside.asOwn);
      await beside.list(beside.asOwn);
    },
  }));
}

/** Reads and lists something that is there whatever the other one says: code that joins the two may leave it out. */
async function isThere(steps: Steps, ref: ResourceRef): Promise<void> {
  if (steps.resource.operations.read !== undefined) await steps.read(ref, steps.asOwn);
  await steps.list(steps.asOwn);
}

/** Every switch of a body that can be either, in the same place. */
function switches({ body }: Operation, isOn: boolean): Body {
  const found = (body === undefined ? [] : ownProperties(body)).filter(
    ({ types, schema }) => types.includes('boolean') && !('enum' in schema) && !('const' in schema),
  );
  return Object.fromEntries(found.map(({ name }) => [name, isOn]));
}

/** What comes and goes by a key under one parent is not seen under another, and leaves alone what is there. */
const keyedBetweenParents: Sequence = {
  name: 'parents',
  parents: 2,
  run: async (steps) => {
    const { context, resource } = steps;
    const operation = steps.operation('create', 'save');
    const { ref: one, sent } = await steps.write(
      operation,
      { properties: 'full' },
      { ref: steps.fresh(0) },
    );
    await steps.list(steps.asOwn, 1);
    const { read } = resource.operations;
    // Where the path of the read names no parent, there is nothing elsewhere.
    if (read !== undefined && unnamedParents(resource, context.operation(read)).length === 0) {
      const elsewhere = steps.fresh(1, one.key);
      // Under a key that the server makes something else may stand there.
      const found = await steps.read(
        elsewhere,
        makesKeys(resource) ? { silent: true } : steps.asOwn,
      );
      const { label = '' } = resource;
      const [shown, written] = [resourceIn(found), sent.request.body];
      const isSame =
        makesKeys(resource) &&
        isObject(shown) &&
        isObject(written) &&
        shown[label] === written[label];
      if (found.accepted && isSame)
        context.blame(
          steps.clause,
          `what is under one ${resource.parent ?? ''} is shown under another`,
        );
    }
    const other = await steps.create({ properties: 'full' }, { ref: steps.fresh(1) });
    if (resource.operations.delete !== undefined) await steps.remove(other);
    if (resource.operations.read !== undefined) await steps.read(one, steps.asOwn);
    await steps.list(steps.asOwn);
  },
};

const betweenParents: readonly Sequence[] = [
  ...(['full', 'minimal'] as const).map((properties) => ({
    name: properties,
    parents: 2,
    run: async (steps: Steps) => {
      const one = await steps.create({ properties: 'full' }, { ref: steps.fresh(0) });
      const other = await steps.create({ properties }, { ref: steps.fresh(1) });
      await steps.read(one, steps.asOwn);
      await steps.read(other, steps.asOwn);
    },
  })),
  // A server may look for what it writes by another property than the key: each is the same in one of these.
  ...[0, 1].map((half) => ({
    name: half === 0 ? 'shared' : 'otherShared',
    parents: 2,
    run: async (steps: Steps) => {
      const operation = steps.operation('create', 'save');
      const { ref: one, sent } = await steps.write(
        operation,
        { properties: 'full' },
        { ref: steps.fresh(0) },
      );
      const body: Body = isObject(sent.request.body) ? sent.request.body : {};
      // Secrets tell whose they are.
      const secrets = (operation.body?.properties ?? [])
        .filter(({ sensitive }) => sensitive)
        .map(({ name }) => outermost(name));
      const other = await steps.create(
        { properties: 'full', given: halfOf(without(body, secrets), half) },
        { ref: steps.fresh(1) },
      );
      await steps.read(one, steps.asOwn);
      await steps.read(other, steps.asOwn);
    },
  })),
];
