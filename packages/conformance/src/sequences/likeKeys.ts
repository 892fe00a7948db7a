import { makerOf, makesKeys, type Property } from '@oidc-admin/contract';
import type { ResourceClause } from '../checks/kindChecks.ts';
import { NotRun } from '../checks/notRun.ts';
import { fits } from '../checks/samples.ts';
import type { Sequence, Steps } from './steps.ts';

/** Two keys that careless code takes for one. */
interface Pair {
  /** Of a key of the run that was never used, and of a number that is as good as never used. */
  readonly of: (own: string, digits: string, longest: number) => readonly [string, string];
  /** Nobody could tell by such a key that a run has made it, were it left behind. */
  readonly nameless?: true;
}

const pairs: Readonly<Record<string, Pair>> = {
  // An index that has less of a key than the table has.
  longest: {
    of: (own, _, longest) => {
      const start = own.padEnd(longest - 1, 'x').slice(0, longest - 1);
      return [`${start}a`, `${start}b`];
    },
  },
  // One number to code that takes what looks like a number for one.
  leadingZeros: { of: (_, digits) => [digits, `00${digits}`], nameless: true },
  exponent: { of: (_, digits) => [`${digits}00`, `${digits}e2`], nameless: true },
  // More digits than a floating-point number keeps.
  manyDigits: { of: (_, digits) => [`${digits}00000001`, `${digits}00000002`], nameless: true },
};

/** Two keys that are alike are two: both can be there, and the one can go without the other. */
export function likeKeys({ contract, resource }: ResourceClause): readonly Sequence[] {
  const { key, operations, properties } = resource;
  const maker = contract.operations.find(({ id }) => id === makerOf(resource));
  if (key === undefined || maker === undefined || operations.read === undefined) return [];
  const named = [...properties, ...(maker.body?.properties ?? []), ...maker.parameters].filter(
    ({ name }) => name === key,
  );
  if (makesKeys(resource) || !named.every(isText)) return [];
  const longest = Math.min(...named.map(({ maxLength = Infinity }) => maxLength));
  return Object.entries(pairs).flatMap(([name, { of, nameless }]): readonly Sequence[] => {
    if (name === 'longest' && longest === Infinity) return [];
    const keysOf = (own: string): readonly [string, string] => of(own, digitsOf(own), longest);
    const areRight = keysOf('oidcadmin').every((text) => named.every((one) => fits(one, text)));
    if (!areRight) return [];
    return [
      {
        name: `keys.${name}`,
        ...(nameless === true && { needs: 'disposable' as const }),
        run: async (steps) => {
          const { pool } = steps.context.run;
          const keys = keysOf(pool.newKey(resource));
          if (nameless === true && (await isAnyThere(steps, keys)))
            throw new NotRun('preparation', `some ${resource.name} may have such a key already`);
          pool.claim(keys);
          await sendTwo(steps, keys);
        },
      },
    ];
  });
}

/** Whether somebody else has one of these keys. */
async function isAnyThere(steps: Steps, keys: readonly string[]): Promise<boolean> {
  for (const key of keys) {
    const { matched, accepted } = await steps.read(steps.fresh(0, key), { silent: true });
    if (matched === undefined || accepted) return true;
  }
  return false;
}

async function sendTwo(steps: Steps, [first, second]: readonly [string, string]): Promise<void> {
  const one = steps.fresh(0, first);
  const maker = steps.operation('create', 'save');
  const { sent } = await steps.write(maker, { properties: 'full' }, { ref: one, silent: true });
  const status = sent.response?.status ?? 0;
  // A server may want other keys than it says; what it takes, it must tell apart.
  if (status >= 400 && status < 500)
    throw new NotRun('preparation', 'the target refused the first of two keys that look alike');
  steps.context.add(sent.mismatches);
  const other = await steps.create(
    { properties: 'full' },
    { ref: steps.fresh(0, second), ...steps.free },
  );
  await steps.read(other, steps.asOwn);
  if (steps.resource.operations.delete !== undefined) await steps.remove(other, steps.asOwn);
  await steps.read(one, steps.asOwn);
}

/** Whether texts of letters and digits may be right. */
function isText({ types, enum: values, format, prefix }: Property): boolean {
  return types.includes('string') && values === undefined && (format ?? prefix) === undefined;
}

const digits = 9;

/** A number of so many digits, another one for each text. */
function digitsOf(text: string): string {
  const least = 10 ** (digits - 1);
  const number = Array.from(text).reduce(
    (sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % (9 * least),
    0,
  );
  return String(least + number);
}
