import { type Artefact, artefacts } from './artefacts.ts';
import { apisOf, readSpecifications } from './specification.ts';
import { type Mismatch, mismatches, writeOutput } from './output.ts';

/** Which artefacts: all, those of one name, or the one of one name and API. */
export interface Selection {
  readonly name?: string | undefined;
  readonly api?: string | undefined;
}

const select = (all: readonly Artefact[], { name, api }: Selection): readonly Artefact[] => {
  const selected = all.filter(
    (artefact) =>
      (name === undefined || artefact.name === name) && (api === undefined || artefact.api === api),
  );
  if (selected.length > 0) return selected;
  const known = all.map((artefact) => [artefact.name, artefact.api].filter(Boolean).join(' '));
  throw new Error(
    `Nothing is called '${[name, api].filter(Boolean).join(' ')}'; there are: ${known.join(', ')}`,
  );
};

const forEachGroup = async (
  root: string,
  selection: Selection,
  handle: (owned: readonly string[], files: ReadonlyMap<string, string>) => Mismatch[],
): Promise<Mismatch[]> => {
  const apis = apisOf(root);
  const selected = select(artefacts(apis), selection);
  const needed = selection.api === undefined ? apis : [selection.api];
  const specifications = await readSpecifications(root, needed);
  const found: Mismatch[] = [];
  for (const stage of [0, 1, 2]) {
    const group = selected.filter((artefact) => (artefact.stage ?? 0) === stage);
    const made = await Promise.all(group.map((artefact) => artefact.files(root, specifications)));
    found.push(
      ...handle(
        group.flatMap(({ owns }) => owns),
        new Map(made.flatMap((files) => [...files])),
      ),
    );
  }
  return found;
};

/**
 * Generates into memory, and writes only when nothing went wrong: a mistake in a specification leaves all files as
 * they are. Answers what was written or removed.
 */
export const generate = (root: string, selection: Selection = {}): Promise<Mismatch[]> =>
  forEachGroup(root, selection, (owned, files) => writeOutput(root, owned, files));

/** What {@link generate} would write or remove. Writes nothing. */
export const outdated = (root: string, selection: Selection = {}): Promise<Mismatch[]> =>
  forEachGroup(root, selection, (owned, files) => mismatches(root, owned, files));
