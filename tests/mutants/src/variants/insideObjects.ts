import {
  elementSteps,
  elementValues,
  isEach,
  isNested,
  isObject,
  type Clause,
  type ClauseKind,
  type Contract,
  type JsonValue,
  type Property,
  type Resource,
} from '@oidc-admin/contract';
import {
  asText,
  changedAt,
  changingTexts,
  forgetting,
  freeInside,
  only,
  onWrites,
  returningHidden,
  savedBefore,
  savedWith,
  savingOtherwise,
  sentBody,
  type FaultHooks,
} from '@oidc-admin/mock/faults';
import type { VariantMutant, VariantMutants } from '../variantMutant.ts';

/** What is right at the top of a resource is wrong inside of its objects, lists and maps: one property of one rule each. */
export const insideObjects: VariantMutants = (contract) =>
  contract.resources.flatMap((resource) => {
    const inside = sentInside(contract, resource);
    const made = (
      kind: ClauseKind,
      name: string,
      says: string,
      hooks: FaultHooks,
    ): readonly VariantMutant[] => {
      const clause = clauseOf(contract, resource, kind);
      return clause === undefined
        ? []
        : [{ clause, name: `inside.${name}`, says, hooks: only(resource, hooks) }];
    };
    const hidden = resource.neverReturned.filter(isNested);
    return [
      ...inside.flatMap((property) => mutantsOfProperty(property, made)),
      ...hidden.flatMap((name) =>
        made(
          'neverReturned',
          name,
          `${name} is answered.`,
          returningHidden({ neverReturned: [name] }),
        ),
      ),
      ...(freeInside(resource).length === 0
        ? []
        : made(
            'characters',
            'texts',
            'Characters beyond the basic plane are lost inside of objects.',
            changingTexts((text) => text.replaceAll(/[\u{10000}-\u{10ffff}]/gu, '?'), freeInside),
          )),
    ];
  });

type Made = (
  kind: ClauseKind,
  name: string,
  says: string,
  hooks: FaultHooks,
) => readonly VariantMutant[];

function mutantsOfProperty(property: Property, made: Made): readonly VariantMutant[] {
  const { name, types, required, normalised } = property;
  const otherwise = (change: (saved: JsonValue | undefined) => JsonValue | undefined): FaultHooks =>
    onWrites((decision, context) =>
      savingOtherwise(decision, context, (saved) => savedWith(saved, [name], () => change)),
    );
  const list = (value: JsonValue | undefined): readonly JsonValue[] | undefined =>
    Array.isArray(value) ? (value as readonly JsonValue[]) : undefined;
  return [
    ...made('kept', name, `${name} is never saved.`, forgetting(name)),
    ...(types.includes('array')
      ? [
          ...made(
            'kept',
            `${name}.reversed`,
            `The elements of ${name} are saved in another order.`,
            otherwise((value) => list(value)?.toReversed() ?? value),
          ),
          ...made(
            'kept',
            `${name}.first`,
            `Of ${name} only the first element is saved.`,
            otherwise((value) => list(value)?.slice(0, 1) ?? value),
          ),
        ]
      : []),
    ...(name.endsWith('.*')
      ? made(
          'kept',
          `${name}.names`,
          `The names in ${name.slice(0, -2)} are saved in lower case.`,
          onWrites((decision, context) =>
            savingOtherwise(decision, context, (saved) =>
              savedWith(saved, [name.slice(0, -2)], () => withLowerNames),
            ),
          ),
        )
      : []),
    ...(property.default === undefined
      ? []
      : made('defaults', name, `Left out, ${name} is not its default.`, otherDefault(property))),
    ...(normalised === undefined
      ? []
      : made('normalised', name, `${name} is saved as it was spelt.`, asSpelt(name))),
    // With a default, it is that clause which such a server breaks.
    ...(required || property.default !== undefined || (isEach(name) && !name.endsWith('*'))
      ? []
      : made('replaced', name, `${name} stays where it is left out.`, staying(name))),
  ];
}

/** The properties inside of others that some operation writes, and a read shows. */
function sentInside({ operations }: Contract, resource: Resource): readonly Property[] {
  const writing = operations.filter(
    ({ action }) => 'resource' in action && action.resource === resource.name,
  );
  const sent = writing.flatMap(({ body }) => body?.properties ?? []);
  const shown = new Set(
    resource.properties.filter(({ masked }) => masked !== true).map(({ name }) => name),
  );
  const byName = new Map(
    sent
      .filter(({ name }) => isNested(name) && shown.has(name))
      .map((property) => [property.name, property]),
  );
  return [...byName.values()];
}

function clauseOf({ clauses }: Contract, resource: Resource, kind: ClauseKind): Clause | undefined {
  return clauses.find(
    (one) => one.resource === resource.name && one.kind === kind && one.element === undefined,
  );
}

function withLowerNames(value: JsonValue | undefined): JsonValue | undefined {
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name.toLowerCase(), inner]),
  );
}

function otherDefault({ name, default: usual }: Property): FaultHooks {
  return onWrites((decision, context) => {
    const sent = elementValues(sentBody(context), elementSteps(name)).length;
    return savingOtherwise(decision, context, (saved) =>
      elementValues(saved, elementSteps(name)).length === sent
        ? saved
        : savedWith(saved, [name], () => (value) => (value === usual ? other(usual) : value)),
    );
  });
}

function other(value: JsonValue | undefined): JsonValue {
  if (typeof value === 'boolean') return !value;
  return typeof value === 'number' ? value + 1 : `other_${asText(value)}`;
}

function asSpelt(name: string): FaultHooks {
  return onWrites((decision, context) => {
    const [sent] = elementValues(sentBody(context), elementSteps(name));
    return savingOtherwise(decision, context, (saved) =>
      sent === undefined ? saved : savedWith(saved, [name], () => () => sent.value),
    );
  });
}

/** Keeps what was there before where nothing is sent for it, though the object around it is. */
function staying(name: string): FaultHooks {
  const isMap = name === '*' || name.endsWith('.*');
  const around = name.slice(0, name.lastIndexOf('.'));
  const last = name.slice(name.lastIndexOf('.') + 1);
  return onWrites((decision, context) => {
    const [before] = elementValues(savedBefore(context), elementSteps(around));
    const old = before?.value;
    if (!isObject(old)) return decision;
    const kept: JsonValue = isMap ? old : last in old ? { [last]: old[last] ?? null } : {};
    const sent = elementValues(sentBody(context), elementSteps(name)).length;
    return savingOtherwise(decision, context, (saved) =>
      !isMap && sent > 0
        ? saved
        : (Object(
            changedAt(saved, around, (value) =>
              isObject(value) ? { ...value, ...kept, ...(isMap ? value : {}) } : value,
            ),
          ) as typeof saved),
    );
  });
}
