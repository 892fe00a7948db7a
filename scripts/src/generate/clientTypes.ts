import { isObject, withChosenMedia } from '@oidc-admin/contract';
import type { OpenAPI3 } from 'openapi-typescript';
import ts from 'typescript';
import { inputNames } from './clientInputs.ts';
import { namedSchemas } from './namedSchemas.ts';
import { typescriptFile } from './provenance.ts';
import type { Specification } from './specification.ts';

type Schema = {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Record<string, Schema>;
  readonly required?: readonly string[];
};

/** Marks a property that an alternative cannot have; no specification uses it. */
const excluded = 'x-excluded-here';

/** `types.ts` of a client: the TypeScript types of every schema and operation, with the texts of the specification. */
export async function clientTypes({ contract, document, file }: Specification): Promise<string> {
  const {
    default: openapiTypescript,
    addJSDocComment,
    astToString,
    NEVER,
  } = await import('openapi-typescript');
  // It changes the document that it is given. No two places of the copy share an object.
  const copy = JSON.parse(JSON.stringify(document, onlyRead)) as object;
  excludeOthers(
    (copy as { components?: { schemas?: Record<string, Schema> } }).components?.schemas,
  );
  const nodes = await openapiTypescript(copy as unknown as OpenAPI3, {
    // A property with a default may be left out of a request.
    defaultNonNullable: false,
    silent: true,
    transform: (schema) => (excluded in schema ? NEVER : undefined),
  });
  // It writes the texts of operations beside their paths only; methods are made of these.
  const texts = new Map(
    contract.operations.map(({ id, summary, description }) => [id, { summary, description }]),
  );
  const operations = nodes
    .filter((node) => ts.isInterfaceDeclaration(node))
    .find(({ name }) => name.text === 'operations');
  for (const member of operations?.members ?? []) {
    if (!ts.isPropertySignature(member) || !('text' in member.name)) continue;
    const text = texts.get(member.name.text);
    if (text !== undefined) addJSDocComment(text, member);
  }
  const named = namedSchemas(nodes, inputNames(contract));
  return typescriptFile(file, astToString(named), 'openapi-typescript');
}

/** Of the media types of a body, methods have the one that is sent and read. A property may be called `content` as well. */
function onlyRead(_: string, value: unknown): unknown {
  const content = isObject(value) ? value['content'] : undefined;
  const isBody = isObject(content) && Object.keys(content).every((name) => name.includes('/'));
  return isObject(value) && isBody ? withChosenMedia(value) : value;
}

/**
 * In a choice between objects, a property that makes one alternative another is never in the first: so TypeScript tells
 * them apart by it, and a body that lacks something is told what its own alternative lacks. No body is refused that was
 * allowed: with that property it is the other alternative.
 */
function excludeOthers(schemas: Record<string, Schema> = {}): void {
  const resolved = ({ $ref, ...inline }: Schema): Schema =>
    $ref === undefined ? inline : (schemas[$ref.slice($ref.lastIndexOf('/') + 1)] ?? inline);
  for (const { oneOf, anyOf } of Object.values(schemas)) {
    const alternatives = (oneOf ?? anyOf ?? []).map(resolved);
    for (const own of alternatives)
      for (const name of Object.keys(own.properties ?? {}))
        if (alternatives.some((other) => other !== own && becomesOther(own, other, name)))
          Object.assign(own.properties?.[name] ?? {}, { [excluded]: true });
  }
}

function becomesOther(own: Schema, other: Schema, name: string): boolean {
  const { properties = {}, required = [] } = own;
  const { properties: others = {}, required: needed = [] } = other;
  return (
    !required.includes(name) &&
    needed.includes(name) &&
    needed.every((one) => one === name || required.includes(one)) &&
    Object.entries(properties).every(([one, schema]) =>
      Object.is(JSON.stringify(schema), JSON.stringify(others[one])),
    )
  );
}
