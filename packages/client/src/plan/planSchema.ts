import type { CommandProperty } from '@oidc-admin/contract';
import type { CommandLine, Setting } from '../commandLine.ts';
import { referenceForms } from './declaredResource.ts';
import { type ManagedResource, managedResources } from './managedResource.ts';

type Schema = Readonly<Record<string, unknown>>;

const reference: Schema = {
  type: 'string',
  pattern: `^(${referenceForms.join('|')}).`,
  description: 'Where the secret is: env:NAME, file:PATH or command:LINE. Never the secret itself.',
};

/** Limits that JSON Schema and the specification call by the same name. */
const limits = [
  'enum',
  'minLength',
  'maxLength',
  'pattern',
  'minimum',
  'maximum',
  'format',
] as const;

function propertySchema(property: CommandProperty, isNamed: boolean): Schema {
  const { types, description, default: usual } = property;
  const text = description.replaceAll(/\s+/g, ' ').trim();
  const about = usual === undefined ? { description: text } : { description: text, default: usual };
  if (property.sensitive)
    return { ...about, anyOf: [{ $ref: '#/$defs/reference' }, { type: 'null' }] };
  const own = limits.flatMap((name) =>
    property[name] === undefined ? [] : [[name, property[name]]],
  );
  const value = { ...(types.length === 0 ? {} : { type: types }), ...Object.fromEntries(own) };
  return isNamed ? { ...about, ...value } : { ...about, anyOf: [value, { type: 'null' }] };
}

function resourceSchema({ properties, identity, isKeyMade, key }: ManagedResource): Schema {
  const own = properties.map((one) => [one.name, propertySchema(one, identity.includes(one.name))]);
  return {
    type: 'object',
    properties: {
      $state: {
        enum: ['present', 'absent'],
        default: 'present',
        description: 'absent: it is to be deleted, if it is there.',
      },
      ...Object.fromEntries(own),
      ...(isKeyMade && key !== undefined
        ? { [key]: { description: 'The key that the server made, where the name is not enough.' } }
        : {}),
    },
    required: isKeyMade ? [] : identity,
    additionalProperties: false,
  };
}

function settingSchema({ secret, description }: Setting): Schema {
  return secret ? { ...reference, description } : { type: 'string', description };
}

function targetSchema(api: string, { table, settings }: CommandLine): Schema {
  const lists = managedResources(table).map((managed) => [
    managed.name,
    { type: 'array', items: resourceSchema(managed) },
  ]);
  return {
    type: 'object',
    properties: {
      name: { type: 'string', description: 'What messages call it; each one of its own.' },
      api: { const: api },
      context: { type: 'string', description: 'Settings that are kept under a name.' },
      settings: {
        type: 'object',
        description: 'Which server, and who calls it; what is left out comes from the environment.',
        properties: Object.fromEntries(
          settings.map((setting) => [setting.variable, settingSchema(setting)]),
        ),
        additionalProperties: false,
      },
      resources: {
        type: 'object',
        properties: Object.fromEntries(lists) as Schema,
        additionalProperties: false,
      },
    },
    required: ['name', 'api', 'resources'],
    additionalProperties: false,
  };
}

/** A JSON Schema of the files that say how servers shall be, for editors; `commandLines` are those of all APIs, by name. */
export function planSchema(commandLines: Readonly<Record<string, CommandLine>>): Schema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'How servers shall be: a file for oidc-admin plan and apply',
    type: 'object',
    properties: {
      targets: {
        type: 'array',
        items: {
          anyOf: Object.entries(commandLines).map(([api, commandLine]) =>
            targetSchema(api, commandLine),
          ),
        },
      },
    },
    required: ['targets'],
    // Places for anchors, which several entries can share.
    patternProperties: { '^x-': {} },
    additionalProperties: false,
    $defs: { reference },
  };
}
