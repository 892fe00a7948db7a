import { makerOf, makesKeys, type Operation } from '@oidc-admin/contract';
import { namedAlternatives, type Body } from '../checks/bodies.ts';
import { clauseOf, clausesOf } from '../checks/contractViews.ts';
import type { ResourceClause, ResourceChecks } from '../checks/kindChecks.ts';
import { isFreeText } from '../checks/samples.ts';
import { randomSequence } from '../random/randomSequence.ts';
import { betweenSessions } from './betweenSessions.ts';
import { otherThanAnswered } from './leftBehind.ts';
import { oneByOne } from './oneByOne.ts';
import { sequences, writesOf } from './steps.ts';
import { insideProperties, lookAlikes, specialInside, specialValues } from './texts.ts';

/** What was sent is what is read, by each operation that writes: ordinary values, and such that are taken for others. */
const written = sequences((about) =>
  writesOf(about).flatMap((operation) =>
    [undefined, ...lookAlikes].map((kind) => ({
      name: kind === undefined ? operation.id : `${operation.id}.${kind}`,
      clauses: ofProperties(about),
      run: async (steps) => {
        const { source } = steps.context.run;
        const { resource } = about;
        const given = kind === undefined ? {} : specialValues(operation, resource, kind, source);
        const { ref, sent } = await steps.write(
          operation,
          { properties: 'full', given },
          kind === undefined ? {} : { change: specialInside(operation, resource, kind, source) },
        );
        const read = await steps.read(ref, steps.found);
        if (!sent.accepted || !read.accepted) return;
        for (const { name, message, at } of otherThanAnswered(about.resource, sent, read))
          steps.context.blame(clauseFor(about, name), message, undefined, undefined, undefined, {
            at,
          });
      },
    })),
  ),
);

/** A key in capital letters is that key, wherever the caller chooses it and no rule has another letter case. */
const capitalKeys = sequences(({ resource }) => {
  const property = resource.properties.find(({ name }) => name === resource.key);
  const { operations } = resource;
  if (property === undefined || makesKeys(resource) || !isFreeText(property)) return [];
  if (makerOf(resource) === undefined || operations.read === undefined) return [];
  return [
    {
      name: 'capitalKey',
      run: async (steps) => {
        const key = steps.context.run.pool.newKey(resource).toUpperCase();
        const ref = await steps.create({ properties: 'full' }, { ref: steps.fresh(0, key) });
        await steps.read(ref, steps.found);
      },
    },
  ];
});

/** What the server makes itself is part of what is replaced; all else is kept. */
function clauseFor({ contract, clause, resource }: ResourceClause, property: string): string {
  const made = resource.serverMade.includes(property);
  const replaced = made ? clauseOf(contract, resource.name, 'replaced') : undefined;
  return (replaced ?? clauseOf(contract, resource.name, 'kept', property) ?? clause).id;
}

/**
 * The longest texts, where no limit is documented: a server may still have one, but it must not cut what it takes. In each
 * alternative of the body, since what another one alone needs need not be kept.
 */
const whole = sequences((about) =>
  writesOf(about)
    .filter((operation) => takesLong(about, operation))
    .flatMap((operation) =>
      namedAlternatives(operation).map(({ name, alternative }) => ({
        name: [operation.id, 'long', ...(name === '' ? [] : [name])].join('.'),
        clauses: ofProperties(about),
        run: async (steps) => {
          const { source } = steps.context.run;
          const given = specialValues(operation, about.resource, 'long', source);
          const { ref, sent } = await steps.write(
            operation,
            { properties: 'full', alternative, given },
            { silent: true, change: specialInside(operation, about.resource, 'long', source) },
          );
          // A text that is refused is not cut.
          const status = sent.response?.status ?? 0;
          if (status < 400 || status > 499) steps.context.add(sent.mismatches);
          if (sent.accepted) await steps.read(ref, steps.found);
        },
      })),
    ),
);

/** Whether a text without a documented limit is there, inside of an object or not. */
function takesLong({ resource }: ResourceClause, operation: Operation): boolean {
  const none = { issuer: '' };
  const isThere = (names: Body): boolean => Object.keys(names).length > 0;
  return (
    isThere(specialValues(operation, resource, 'long', none)) ||
    insideProperties(operation).some(
      (property) => isFreeText(property) && property.maxLength === undefined,
    )
  );
}

export const kept: ResourceChecks = {
  variants: (about) => [
    ...written.variants(about),
    ...oneByOne.variants(about),
    ...capitalKeys.variants(about),
    ...whole.variants(about),
    ...betweenSessions.variants(about),
    ...(about.clause.element === undefined && writesOf(about).length > 0
      ? [randomSequence(about)]
      : []),
  ],
};

/** What is promised of single properties. */
function ofProperties({ contract, resource }: ResourceClause): readonly string[] {
  return clausesOf(contract, resource.name)
    .filter(({ kind, element }) => kind === 'kept' && element !== undefined)
    .map(({ id }) => id);
}
