import { parentTextIn, below, elementAt, elementSteps, elementTree } from '@oidc-admin/contract';
import type { Mismatch, ModelState } from '@oidc-admin/model';
import type { WireResponse } from '../wire/wireResponse.ts';
import { treeOf } from './bodies.ts';
import type { Canary } from './canaries.ts';
import { leavesOf, type Leaf } from './json.ts';
import type { RunContext } from './runContext.ts';
import type { Composed } from './sent.ts';

/**
 * Secrets in a response that stand where none may. Looks at every byte: status line, headers, body. `before` is what was saved
 * when the request was sent; where that is not known, as others overlap with it, a secret may still be or already be saved.
 */
export function secretMismatches(
  run: RunContext,
  composed: Composed,
  response: WireResponse,
  before?: ModelState,
): readonly Mismatch[] {
  const everything = [response.head, response.text];
  const together = everything.join('\n');
  const { operation } = composed.request;
  // In most responses there is no secret, and nobody needs to know what stands where.
  let known: readonly Leaf[] | undefined;
  const leaves = (): readonly Leaf[] => (known ??= leavesOf(response.json));
  const cite = (message: string, core?: string): Mismatch => {
    const leaf = leaves().find(
      ({ text }) => core !== undefined && text.toLowerCase().includes(core),
    );
    return {
      clause: secretClause(run),
      binding: 'MUST',
      message,
      expected: undefined,
      actual: undefined,
      ...(leaf !== undefined && { at: below('', ...leaf.steps) }),
    };
  };
  const found: Mismatch[] = [];
  if (everything.some((text) => run.canaries.isEncodedIn(text)))
    found.push(cite('a secret that was sent is in the response, encoded'));
  const canaries = new Set(everything.flatMap((text) => run.canaries.in(text)));
  const inPlace =
    canaries.size === 0
      ? []
      : (response.json === undefined ? pairsIn(response.text) : leaves()).filter((leaf) =>
          isSensitive(run, composed, response, leaf),
        );
  for (const canary of canaries) {
    const { core } = canary;
    const all = everything.reduce((sum, text) => sum + count(text.toLowerCase(), core), 0);
    const allowed = inPlace.reduce((sum, { text }) => sum + count(text.toLowerCase(), core), 0);
    if (all > allowed)
      found.push(
        cite(`a secret that was sent is in the response, ${placeOf(leaves(), core)}`, core),
      );
    else found.push(...strangers(run, composed, canary, inPlace, before));
  }
  const whole =
    run.contract.sensitive.wholeResponses.includes(operation.id) && response.status < 400;
  for (const secret of run.credentials) {
    if (secret.length < 6 || whole || !together.includes(secret)) continue;
    found.push(cite(`credentials are in the response, ${placeOf(leaves(), secret.toLowerCase())}`));
  }
  return found;
}

/** Whether the document marks the place of a text as one where a secret may stand. */
function isSensitive(
  { contract }: RunContext,
  { request }: Composed,
  response: WireResponse,
  { steps }: Leaf,
): boolean {
  const { responses } = request.operation;
  // A success under another status than the documented one shows what that one shows.
  const documented =
    responses.find(({ status }) => status === response.status) ??
    (response.status < 300 ? responses.find(({ status }) => status < 300) : undefined);
  if (documented === undefined || documented.status >= 400) return false;
  if (contract.sensitive.wholeResponses.includes(request.operation.id)) return true;
  const sensitive = documented.properties.filter((one) => one.sensitive);
  if (response.json === undefined)
    return sensitive.some(({ name }) => elementSteps(name).at(-1) === steps[0]);
  const element = elementAt(treeOf(documented.properties), steps);
  return sensitive.some(({ name }) => name === element);
}

/** The names and texts in a body that is no whole JSON, such as one that was cut: where they stand in it nobody knows. */
function pairsIn(body: string): readonly Leaf[] {
  return [...body.matchAll(/"([^"\\]+)"\s*:\s*"((?:[^"\\]|\\.)*)/g)].map(
    ([, name = '', text = '']) => ({ steps: [name], text }),
  );
}

/**
 * A secret at a place for secrets, but of something else than what is answered: of another resource, or one that was
 * replaced since. What was saved appears in what is saved only.
 */
function strangers(
  run: RunContext,
  { request, model }: Composed,
  { core, owner }: Canary,
  places: readonly Leaf[],
  before: ModelState | undefined,
): readonly Mismatch[] {
  const { action } = request.operation;
  const cite = (clause: string, message: string): readonly Mismatch[] => [
    { clause, binding: 'MUST', message, expected: undefined, actual: undefined },
  ];
  if (owner.resource === undefined || !('resource' in action)) return [];
  const outside = places.some(
    ({ steps, text }) =>
      text.toLowerCase().includes(core) && !`${below('', ...steps)}/`.startsWith(`${action.at}/`),
  );
  if (outside)
    return cite(secretClause(run), 'a saved secret is in the response outside of what was saved');
  const resource = run.resource(owner.resource);
  const parent = parentTextIn(resource, model.path);
  if (owner.parent !== parent)
    return cite(
      ruleClause(run, resource.name, 'separate'),
      `the secret of another ${resource.name} is in the response`,
    );
  const holds = (state: ModelState): boolean =>
    JSON.stringify([...(state.resources.get(resource.name)?.get(parent)?.values() ?? [])])
      .toLowerCase()
      .includes(core);
  if (before === undefined || holds(before) || holds(run.state)) return [];
  return cite(
    ruleClause(run, resource.name, 'replaced'),
    'a secret that was replaced is in the response',
  );
}

function secretClause(run: RunContext): string {
  const clause = run.contract.clauses.find(({ kind }) => kind === 'noOtherSecrets');
  return clause?.id ?? `${run.contract.api}.noOtherSecrets`;
}

function ruleClause(run: RunContext, resource: string, rule: string): string {
  const clause = run.contract.clauses.find(
    ({ kind, resource: name }) => kind === rule && name === resource,
  );
  return clause?.id ?? secretClause(run);
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

/** A place is named as the contract would name it. */
const nothingKnown = elementTree([]);

function placeOf(leaves: readonly Leaf[], core: string): string {
  const leaf = leaves.find(({ text }) => text.toLowerCase().includes(core));
  return leaf === undefined
    ? 'outside of every documented property'
    : `at ${elementAt(nothingKnown, leaf.steps) || 'the whole body'}`;
}
