import { parentTextIn, makesKeys } from '@oidc-admin/contract';
import { childrenOf } from '@oidc-admin/mock';
import type { FaultHooks } from '@oidc-admin/mock/faults';
import { operationsWith, type VariantMutants } from '../variantMutant.ts';

/** Ways to find something under a key that is only near its own. */
const near: Readonly<
  Record<string, readonly [says: string, isNear: (known: string, given: string) => boolean]>
> = {
  keyByItsStart: [
    'The beginning of a key finds what has the whole key.',
    (known, given) => given.length + 1 === known.length && known.startsWith(given),
  ],
  keyWithMore: [
    'A key with a letter more finds what has the key.',
    (known, given) => given.length === known.length + 1 && given.startsWith(known),
  ],
  keyBeforeDot: [
    'What is behind a dot is no part of a key.',
    (known, given) => given.split('.', 1)[0] === known,
  ],
  keyBeforeFormat: [
    'A format behind a dot is no part of a key.',
    (known, given) => given === `${known}.json`,
  ],
  keyTrimmed: [
    'White space behind a key is no part of it.',
    (known, given) => given !== known && given.trimEnd() === known,
  ],
  keyFolded: [
    'Characters that only look alike are the same in a key.',
    (known, given) => given !== known && given.normalize('NFKC') === known,
  ],
};

/** Those by which a key gets longer. */
const longer: ReadonlySet<string> = new Set([
  'keyWithMore',
  'keyBeforeDot',
  'keyBeforeFormat',
  'keyTrimmed',
]);

export const nearKeys: VariantMutants = (contract) =>
  operationsWith(contract, 'existence').flatMap(({ clause, operation }) => {
    const { action } = operation;
    const resource = contract.resources.find(
      ({ name, key }) => 'resource' in action && action.resource === name && key === clause.element,
    );
    const { key } = resource ?? {};
    if (resource === undefined || key === undefined) return [];
    const types = operation.parameters.find((one) => one.name === key)?.types ?? [];
    const isText = types.length === 0 || types.includes('string');
    // What is near a number is none, or another one that the server may have made.
    const ofSchema = contract.clauses.find(
      (one) =>
        one.operation === operation.id && one.kind === 'pathParameter' && one.element === key,
    );
    // What the server made as long as it may be gets too long by anything more.
    const isWhole = makesKeys(resource) && ofSchema !== undefined;
    const ways = Object.entries(near).filter(([name]) => isText || name !== 'keyByItsStart');
    return ways.map(([name, [says, isNear]]) => ({
      // With white space behind it, a number is still one to many.
      clause: (isText ? isWhole && longer.has(name) : name !== 'keyTrimmed')
        ? (ofSchema ?? clause)
        : clause,
      name,
      says,
      operation: operation.id,
      hooks: {
        request: (request, { state }) => {
          const given = request.path[key] ?? '';
          const parent = parentTextIn(resource, request.path);
          const keys = [...childrenOf(state, resource.name, parent).keys()];
          const found = keys.includes(given) ? given : keys.find((one) => isNear(one, given));
          return found === undefined
            ? request
            : { ...request, path: { ...request.path, [key]: found } };
        },
      } satisfies FaultHooks,
    }));
  });
