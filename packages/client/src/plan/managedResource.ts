import type {
  CommandOperation,
  CommandProperty,
  CommandResource,
  CommandTable,
} from '@oidc-admin/contract';

type Does = 'create' | 'read' | 'list' | 'replace' | 'merge' | 'save' | 'delete';

/** A resource of an API, with all that a file can say of it and that can be done with it. */
export interface ManagedResource extends CommandResource {
  /** Its place in the specification, from 0: what others may need comes first. */
  readonly order: number;
  /** Names of the values that say which one it is: path parameters; a label in place of a key that the server makes. */
  readonly identity: readonly string[];
  /** Whether the server makes its key. */
  readonly isKeyMade: boolean;
  readonly operations: Readonly<Partial<Record<Does, CommandOperation>>>;
  /** Everything that a file can say of it: what names it, and what can be written. */
  readonly properties: readonly CommandProperty[];
  /** Whether a name stands for a secret, at any depth. */
  readonly isSecret: (name: string) => boolean;
}

/** What holds a value of a file or of a server: a JSON object. */
export type PropertyValues = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object. */
export function isValues(value: unknown): value is PropertyValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function uniqueByName(properties: readonly CommandProperty[]): CommandProperty[] {
  const all = Map.groupBy(properties, ({ name }) => name).values();
  return [...all].flatMap(([first]) => first ?? []);
}

function managed(
  resource: CommandResource,
  order: number,
  { operations: all }: CommandTable,
  isSecret: (name: string) => boolean,
): ManagedResource {
  const own = all.filter(({ action }) => 'resource' in action && action.resource === resource.name);
  const operations: Partial<Record<Does, CommandOperation>> = Object.fromEntries(
    own.filter(({ action }) => !('everywhere' in action)).map((one) => [one.action.does, one]),
  );
  const { read, create, replace, merge, save, delete: gone, list } = operations;
  const isKeyMade = resource.key !== undefined && resource.serverMade.includes(resource.key);
  const path = (read ?? replace ?? merge ?? save ?? gone ?? create ?? list)?.parameters ?? [];
  const naming = path.filter((parameter) => parameter.in === 'path');
  const identity = naming.map(({ name }) =>
    isKeyMade && name === resource.key ? (resource.label ?? name) : name,
  );
  const sent = [create, replace, save, merge].flatMap((one) => one?.body?.properties ?? []);
  return {
    ...resource,
    order,
    identity,
    isKeyMade,
    operations,
    properties: uniqueByName([
      ...sent.filter(({ name }) => identity.includes(name)),
      ...naming.filter(({ name }) => identity.includes(name)),
      ...sent,
    ]),
    isSecret,
  };
}

/** The resources of an API that a file can describe, in the order of the specification. */
export function managedResources(table: CommandTable): ManagedResource[] {
  const secrets = new Set(table.sensitive.map((name) => name.toLowerCase()));
  const isSecret = (name: string): boolean => secrets.has(name.toLowerCase());
  return table.resources.map((resource, order) => managed(resource, order, table, isSecret));
}

/** Whether a read does not show a property as it was sent, so that nobody can compare it. */
export function isHidden({ shown, identity, isSecret }: ManagedResource, name: string): boolean {
  return !identity.includes(name) && (isSecret(name) || !shown.includes(name));
}
