import { makerOf, type Contract, type Resource } from '@oidc-admin/contract';
import type { PreparedRun } from '../runner/prepareRun.ts';
import { keyPrefix } from '../runner/runId.ts';
import { existingPlaces } from './existingPlaces.ts';
import { addedForEver } from './mergeBack.ts';
import {
  configurations,
  originalSecrets,
  placeName,
  sendable,
  type SavedConfiguration,
  writerOf,
} from './savedConfiguration.ts';

function writes(contract: Contract): string[] {
  return contract.operations
    .filter(({ changes, action }) => changes && action.does !== 'open' && action.does !== 'close')
    .map(({ id }) => id);
}

function ofOne(target: PreparedRun, resource: Resource, before: SavedConfiguration): string[] {
  const where = placeName(resource, before);
  if (before.properties === undefined)
    return [
      `  ${where}: nothing is configured. It stays configured, since nothing deletes a configuration.`,
    ];
  const carried = sendable(target.contract, resource, before.properties);
  const lost = Object.keys(before.properties).filter((name) => !(name in carried));
  const cannot = lost.length === 0 ? '' : ` A save cannot carry ${lost.join(', ')}: not put back.`;
  const { properties } = before;
  const made = resource.serverMade.filter((name) => !(name in properties));
  const stays =
    made.length === 0
      ? ''
      : ` What the server itself makes of the run's saves stays: ${made.join(', ')}.`;
  const writer = writerOf(target.contract, resource);
  const added = writer?.action.does === 'merge' ? addedForEver(writer, carried) : [];
  const more =
    added.length === 0
      ? ''
      : ` What the run adds of these stays, since nothing removes it: ${added.join(', ')}.`;
  return [
    `  ${where}: configured; it is saved again at the end.${cannot}${stays}${more}`,
    ...originalSecrets(target, target.environment, before).map(({ property, variable, value }) =>
      value === undefined
        ? `    ${property}: not put back (--no-original-secret).`
        : `    ${property}: put back from ${variable}.`,
    ),
  ];
}

/** Whether what a run makes of a resource can be made, and not deleted. */
export function staysMade({ key, operations }: Resource): boolean {
  return (
    key !== undefined &&
    makerOf({ key, operations }) !== undefined &&
    operations.delete === undefined
  );
}

/** What a person should know before a run writes: what is written, what is put back, and what cannot be. */
export function writeWarnings(target: PreparedRun, before: readonly SavedConfiguration[]): string {
  const { contract, parameters } = target;
  const { runId } = parameters;
  const keyed = contract.resources.filter(
    (one) => one.key !== undefined && makerOf(one) !== undefined,
  );
  const lines = [
    `This run writes at ${parameters.target.url}: ${writes(contract).join(', ')}.`,
    ...keyed.map(
      (resource) =>
        `  ${resource.name}: only those whose ${resource.label ?? resource.key ?? ''} begins with ${keyPrefix}${runId}; ${
          staysMade(resource)
            ? 'they stay, since nothing deletes them'
            : 'they are deleted at the end'
        }.`,
    ),
    ...existingPlaces(target).flatMap(({ resource, place }) => {
      const saved = before.find((one) => one.resource === place.resource && one.key === place.key);
      return saved === undefined
        ? [`  ${placeName(resource, place)}: cannot be read; what this run writes there stays.`]
        : ofOne(target, resource, saved);
    }),
    ...configurations(contract).flatMap((resource) => [
      ...before
        .filter((one) => one.resource === resource.name)
        .flatMap((one) => ofOne(target, resource, one)),
      ...[writerOf(contract, resource)].flatMap((save) =>
        save === undefined
          ? []
          : [`  ${save.id}: ${save.description.replaceAll(/\s+/g, ' ').trim()}`],
      ),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}
