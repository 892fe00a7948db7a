import { elementSteps, isObject, makerOf, makesKeys } from '@oidc-admin/contract';
import { without, type Body } from '../checks/bodies.ts';
import type { ResourceClause } from '../checks/kindChecks.ts';
import { fewOthers } from './fewOthers.ts';
import { resourceIn } from './leftBehind.ts';
import { Steps, sequences, type Sequence } from './steps.ts';

/**
 * What is done to one of two leaves the other alone: two keys, of which one begins with the other, or two parents; and what
 * has the same key but is of another resource.
 */
export const separate = sequences((about) =>
  about.resource.key === undefined
    ? betweenParents
    : [
        ...betweenKeys(about),
        ...betweenResources(about),
        ...(about.resource.parent === undefined ? [] : [keyedBetweenParents]),
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
      const { ref: one, sent } = await steps.write(
        steps.operation('create', 'save'),
        { properties: 'full' },
        { ref: steps.fresh() },
      );
      // Equal but for the key and what must stay a secret of its own.
      const { key = '', neverReturned } = steps.resource;
      const body: Body = isObject(sent.request.body) ? sent.request.body : {};
      const other = await steps.create(
        { properties: 'full', given: without(body, [key, ...neverReturned.map(outermost)]) },
        { ref: steps.fresh(0, `${one.key}1`) },
      );
      if (does === 'delete') await steps.remove(one);
      else await steps.replace(one, { properties: 'full' });
      await steps.read(other, steps.asOwn);
      await steps.list(steps.asOwn);
    },
  };
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
        { properties: 'full' },
        { ref: beside.fresh(0, own.key), ...beside.free },
      );
      await steps.create({ properties: 'full' }, { ref: own, ...steps.free });
      await beside.read(theirs, beside.asOwn);
      if (steps.resource.operations.delete === undefined) return;
      await steps.remove(own);
      await beside.read(theirs, beside.asOwn);
    },
  }));
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
    if (resource.operations.read !== undefined) {
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
      const shared = Object.fromEntries(
        Object.entries(without(body, secrets)).filter((_, index) => index % 2 === half),
      );
      const other = await steps.create(
        { properties: 'full', given: shared },
        { ref: steps.fresh(1) },
      );
      await steps.read(one, steps.asOwn);
      await steps.read(other, steps.asOwn);
    },
  })),
];
