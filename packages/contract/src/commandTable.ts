import type { Clause, Contract, Resource, RuleKind } from './contract.ts';
import type { DocumentedResponse, Operation, Parameter, Property } from './description.ts';
import { isMapItself } from './elements.ts';
import { kinds } from './kinds/index.ts';
import { outermost } from './operationTable.ts';
import { omit, pick } from './pick.ts';

/** By the kind of a limit, the rows that it has besides those of its property. */
type LimitSources = Readonly<Partial<Record<RuleKind, readonly string[]>>>;

/** What only a check, a mock or a client reads of a property. */
const notForCommands = [
  'schema',
  'binding',
  'normalised',
  'masked',
  'irrelevantWith',
  'presentWhen',
  'reachable',
  'untested',
] as const;

/** A property, as help and the checks of an input need it. */
export interface CommandProperty extends Omit<Property, (typeof notForCommands)[number]> {
  readonly limits?: LimitSources;
}

/** A parameter, as help and the checks of an input need it. */
interface CommandParameter extends CommandProperty, Pick<Parameter, 'in'> {}

/** A request body, only the properties right in it. */
interface CommandBody {
  readonly properties: readonly CommandProperty[];
  /** The required properties of each alternative; one for a plain object. */
  readonly alternatives: readonly (readonly string[])[];
  /** Ids of the rows that demand one of the alternatives; none where there is only one. */
  readonly source?: readonly string[];
}

/** A documented response, for people; an error has its name. */
interface CommandResponse extends Pick<DocumentedResponse, 'status' | 'description'> {
  readonly error?: { readonly name: string };
}

/** An operation as a command: texts for people, limits of the input, and the rows that they stand on. */
export interface CommandOperation extends Pick<
  Operation,
  'id' | 'summary' | 'description' | 'action' | 'paging' | 'session' | 'source'
> {
  readonly parameters: readonly CommandParameter[];
  readonly body?: CommandBody;
  readonly responses: readonly CommandResponse[];
}

/** A resource, as far as it matters for what a file says that it shall be. */
export interface CommandResource extends Pick<
  Resource,
  'name' | 'key' | 'parent' | 'above' | 'label'
> {
  /** The properties that a read shows as they were sent: neither kept back nor masked. */
  readonly shown: readonly string[];
  /** What only the server sets. */
  readonly serverMade: readonly string[];
  /** By property, another one: where that was sent too, a read may leave the first out. */
  readonly irrelevantWith: Readonly<Record<string, string>>;
}

/** The part of a contract that only a command line needs, for help and for the checks of its input. */
export interface CommandTable extends Pick<Contract, 'api'> {
  readonly operations: readonly CommandOperation[];
  readonly resources: readonly CommandResource[];
  /** Names under which a secret stands, at any depth; compared without case. */
  readonly sensitive: readonly string[];
}

/** Derives the table of commands from a contract. What sends a map has no command: no flag could be called as its names. */
export function commandTable(contract: Contract): CommandTable {
  const { operations, resources } = contract;
  const isMap = ({ body }: Operation): boolean => isMapItself(body?.properties ?? []);
  const written = new Set(
    operations.filter(isMap).map(({ action }) => ('resource' in action ? action.resource : '')),
  );
  return {
    api: contract.api,
    operations: operations
      .filter((operation) => !isMap(operation))
      .map((operation) => commandOperation(operation, contract)),
    resources: resources.filter(({ name }) => !written.has(name)).map(commandResource),
    sensitive: contract.sensitive.properties,
  };
}

function commandResource(resource: Resource): CommandResource {
  const properties = outermost(resource.properties);
  return {
    ...pick(resource, ['name', 'key', 'parent', 'above', 'label', 'serverMade']),
    shown: properties
      .filter(({ name, sensitive, masked }) => {
        const isHidden = sensitive || masked === true || resource.neverReturned.includes(name);
        return !isHidden;
      })
      .map(({ name }) => name),
    irrelevantWith: Object.fromEntries(
      properties.flatMap(({ name, irrelevantWith: other }) => (other ? [[name, other]] : [])),
    ),
  };
}

function commandOperation(operation: Operation, { clauses }: Contract): CommandOperation {
  const { body } = operation;
  const own = clauses.filter(
    ({ group, operation: id }) => group === 'refuse' && id === operation.id,
  );
  const conditional = own.find(({ kind }) => kind === 'conditional');
  return {
    ...pick(operation, ['id', 'summary', 'description', 'action', 'paging', 'session', 'source']),
    parameters: operation.parameters.map((parameter) => ({
      ...commandProperty(parameter, own, parameter.in),
      in: parameter.in,
    })),
    ...(body === undefined
      ? {}
      : {
          body: {
            alternatives: body.alternatives,
            properties: outermost(body.properties).map((one) => commandProperty(one, own)),
            ...(conditional === undefined ? {} : { source: conditional.source }),
          },
        }),
    responses: operation.responses.map(({ status, description, error }) => ({
      status,
      description,
      ...(error === undefined ? {} : { error: { name: error.name } }),
    })),
  };
}

function commandProperty(
  property: Property,
  clauses: readonly Clause[],
  place?: Parameter['in'],
): CommandProperty {
  const own = clauses.filter(({ element, in: at }) => element === property.name && at === place);
  const limits = own.flatMap(({ kind, source }) => {
    const isLimit = kinds[kind].family === 'limits' || kinds[kind].family === 'values';
    const more = source.filter((row) => !property.source.includes(row));
    return (isLimit || kind === 'pathParameter') && more.length > 0 ? [[kind, more] as const] : [];
  });
  return {
    ...omit(property, notForCommands),
    ...(limits.length === 0 ? {} : { limits: Object.fromEntries(limits) }),
  };
}
