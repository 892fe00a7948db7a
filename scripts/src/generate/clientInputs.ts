import type { Contract, Operation, RequestBody } from '@oidc-admin/contract';
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
    const interfaces = alternatives.map(({ name: one, own }) => {
      const names = own.map((property) => JSON.stringify(property)).join(' | ');
      const list = own.map((property) => `\`${property}\``).join(', ');
      return `/** What \`${id}\` takes with ${list}. */\nexport interface ${one} extends Extract<${given}, Record<${names}, unknown>> {}\n`;
    });
    const union = alternatives.map(({ name: one }) => one).join(' | ');
    return `${interfaces.join('')}${text}export type ${name} = ${union};\n`;
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
