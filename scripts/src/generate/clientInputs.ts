import type { Contract, JsonSchema, Operation, RequestBody } from '@oidc-admin/contract';
import { pascalCase } from './packageSources.ts';
import { typescriptFile } from './provenance.ts';
import type { Specification } from './specification.ts';

/** One way to fill in a body, and the properties that no other way needs. */
interface Alternative {
  readonly name: string;
  readonly own: readonly string[];
}

/** The alternatives of a body by which TypeScript can tell them apart; undefined where it cannot. */
function alternativesOf(
  base: string,
  { alternatives }: RequestBody,
): readonly Alternative[] | undefined {
  const found = alternatives.map((required) => {
    const own = required.filter((one) => !alternatives.every((other) => other.includes(one)));
    return { name: `${base}With${pascalCase(own[0] ?? '')}`, own };
  });
  const isDistinct = ({ own }: Alternative, index: number): boolean =>
    own.length > 0 &&
    alternatives.every((other, at) => at === index || own.some((one) => !other.includes(one)));
  const names = new Set(found.map(({ name }) => name));
  return found.every(isDistinct) && names.size === found.length ? found : undefined;
}

function namesOfType(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(' | ');
}

/** The type of an input as far as it is one alternative. */
function ofAlternative(given: string, alternative: Alternative | undefined): string {
  return `Extract<${given}, Record<${namesOfType(alternative?.own ?? [])}, unknown>>`;
}

/**
 * What the alternatives of a body do not have in common: the names, and those of each; undefined where they have nothing in common,
 * or where nobody can tell.
 */
function sharedBy({ schema, alternatives }: RequestBody) {
  const found = (schema.anyOf ?? schema.oneOf ?? []) as readonly JsonSchema[];
  // What has more than properties by name is left as it is.
  const isPlainObject = (one: JsonSchema): boolean =>
    one.type === 'object' &&
    ['allOf', 'anyOf', 'oneOf', 'patternProperties', 'additionalProperties'].every(
      (key) => one[key] === undefined || one[key] === false,
    );
  if (found.length !== alternatives.length || !found.every(isPlainObject)) return undefined;
  const parts = found.map(({ properties, required }) => ({
    properties: (properties ?? {}) as Readonly<Record<string, unknown>>,
    required: (required ?? []) as readonly string[],
  }));
  const all = [...new Set(parts.flatMap(({ properties }) => Object.keys(properties)))];
  const textIn = ({ properties, required }: (typeof parts)[number], name: string): string =>
    JSON.stringify([properties[name], required.includes(name)]);
  const differing = all.filter((name) => new Set(parts.map((part) => textIn(part, name))).size > 1);
  if (differing.length === all.length) return undefined;
  const ofEach = parts.map(({ properties }) => differing.filter((name) => name in properties));
  return { differing, ofEach };
}

/** Whether the input is one object, which an interface can extend. */
function isPlain({ body }: Operation): boolean {
  if (body === undefined) return true;
  const { type, oneOf, anyOf, allOf } = body.schema;
  return type === 'object' && oneOf === undefined && anyOf === undefined && allOf === undefined;
}

/** The types of one input, or none where nothing is to be given, or where it has no form that could have a name. */
function typesOf(operation: Operation, name: string): string | undefined {
  const { id, body, parameters } = operation;
  const given = `InputOf<operations[${JSON.stringify(id)}]>`;
  const text = `/** What \`${id}\` takes. */\n`;
  if (body === undefined && parameters.length === 0) return undefined;
  if (body !== undefined && body.alternatives.length > 1) {
    const alternatives = alternativesOf(name.replace(/Input$/, ''), body);
    if (alternatives === undefined) return undefined;
    const shared = sharedBy(body);
    const base = `${name.replace(/Input$/, '')}Shared`;
    const first = ofAlternative(given, alternatives[0]);
    const ofAll =
      shared === undefined
        ? ''
        : `/** What every input of \`${id}\` has: one property in all of them, so that editors show its text before they know which it is. */\ninterface ${base} extends Omit<${first}, ${namesOfType(shared.differing)}> {}\n`;
    const interfaces = alternatives.map((alternative, index) => {
      const whole = ofAlternative(given, alternative);
      const list = alternative.own.map((property) => `\`${property}\``).join(', ');
      const parts =
        shared === undefined
          ? whole
          : `${base}, Pick<${whole}, ${namesOfType(shared.ofEach[index] ?? [])}>`;
      return `/** What \`${id}\` takes with ${list}. */\nexport interface ${alternative.name} extends ${parts} {}\n`;
    });
    const union = alternatives.map(({ name: one }) => one).join(' | ');
    return `${ofAll}${interfaces.join('')}${text}export type ${name} = ${union};\n`;
  }
  return isPlain(operation) ? `${text}export interface ${name} extends ${given} {}\n` : undefined;
}

function inputTypes(contract: Contract) {
  const names = namesOf(contract);
  return contract.operations.map((operation) => {
    const name = names.get(operation.id);
    return {
      id: operation.id,
      name,
      text: name === undefined ? undefined : typesOf(operation, name),
    };
  });
}

/** Every name of a type that `inputs.ts` exports. */
export function inputNames(contract: Contract): string[] {
  const texts = inputTypes(contract).flatMap(({ text }) => text ?? []);
  return texts.flatMap((text) =>
    [...text.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name = '']) => name),
  );
}

/**
 * `inputs.ts` of a client: a named type of what each method takes, so that editors and errors say that name. What has no name has its
 * type as it is.
 */
export function clientInputs({ contract, file }: Specification): Promise<string> {
  const types = inputTypes(contract);
  const entries = types.map(({ id, name, text }) => {
    const type = text === undefined ? `InputOf<operations[${JSON.stringify(id)}]>` : name;
    return `readonly ${JSON.stringify(id)}: ${type};\n`;
  });
  return typescriptFile(
    file,
    `import type { InputOf } from '@oidc-admin/client';
     import type { operations } from './types.ts';

     ${types.map(({ text }) => text ?? '').join('\n')}
     /** What each method takes. */
     export interface inputs {
     ${entries.join('')}}
    `,
  );
}

/** The name of each input, by operation; none where it would be no name, or that of another one. */
function namesOf({ operations }: Contract): ReadonlyMap<string, string> {
  const names = operations.map(({ id }) => [id, `${pascalCase(id)}Input`] as const);
  const all = names.map(([, name]) => name);
  return new Map(
    names.filter(
      ([, name]) => /^[A-Za-z]\w*$/.test(name) && all.indexOf(name) === all.lastIndexOf(name),
    ),
  );
}
