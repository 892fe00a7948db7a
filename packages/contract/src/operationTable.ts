import { acceptedBy } from './chosenMedia.ts';
import type { Contract } from './contract.ts';
import type {
  CommonError,
  DocumentedResponse,
  Operation,
  Parameter,
  Property,
  SecurityScheme,
} from './description.ts';
import { isMapItself, isNested } from './elements.ts';
import { pick } from './pick.ts';

/** A parameter, as far as a client looks at it: the limits are checked in the path only. */
type TableParameter = Pick<Parameter, 'name' | 'in' | PathLimit>;

/** A property of a body, as far as a client looks at it. */
type TableProperty = Pick<Property, 'name' | 'enum'>;

/** A documented response, as far as a client looks at it. */
type TableResponse = Pick<DocumentedResponse, 'status' | 'mediaType' | 'anyBody' | 'error'>;

/** An operation, as far as a client looks at it. */
export interface TableOperation extends Pick<Operation, OperationKey> {
  /** The media types that it reads; left out where that is `application/json`. */
  readonly accept?: string;
  readonly parameters: readonly TableParameter[];
  readonly body?: {
    readonly properties: readonly TableProperty[];
    /** Whether it is a map, and has the names that its caller chooses. */
    readonly map?: true;
    /** Left out where it is `application/json`. */
    readonly mediaType?: string;
  };
  readonly responses: readonly TableResponse[];
}

/** The part of a contract that a client needs to send requests and to judge responses; small, so that it starts fast. */
export interface OperationTable extends Pick<Contract, 'basePath' | 'sensitive'> {
  readonly errors: Pick<Contract['errors'], 'header' | 'properties'> & {
    readonly common?: readonly Pick<CommonError, 'name' | 'as' | 'retry'>[];
  };
  readonly security: Readonly<Record<string, Pick<SecurityScheme, SchemeKey>>>;
  readonly operations: readonly TableOperation[];
}

type PathLimit = (typeof pathLimits)[number];
type OperationKey = (typeof operationKeys)[number];
type SchemeKey = (typeof schemeKeys)[number];

/** What a client looks at of a security scheme. */
export const schemeKeys = ['kind', 'header', 'parameter', 'timeoutSeconds', 'tokenUrl'] as const;
const pathLimits = ['enum', 'pattern', 'minLength', 'maxLength'] as const;
const operationKeys = [
  'id',
  'method',
  'path',
  'security',
  'schemes',
  'repeatable',
  'action',
  'session',
] as const;

/** Derives the table of operations from a contract. */
export function operationTable(contract: Contract): OperationTable {
  return {
    ...pick(contract, ['basePath', 'sensitive']),
    errors: tableErrors(contract.errors),
    security: Object.fromEntries(
      Object.entries(contract.security).map(([name, scheme]) => [name, pick(scheme, schemeKeys)]),
    ),
    operations: contract.operations.map(tableOperation),
  };
}

function tableErrors(errors: Contract['errors']): OperationTable['errors'] {
  const common = errors.common.map((one) => pick(one, ['name', 'as', 'retry']));
  return {
    ...pick(errors, ['header', 'properties']),
    ...(common.length === 0 ? {} : { common }),
  };
}

function tableOperation(operation: Operation): TableOperation {
  const { parameters, body, responses } = operation;
  const accept = acceptedBy(operation);
  return {
    ...pick(operation, operationKeys),
    ...(accept === 'application/json' ? {} : { accept }),
    parameters: parameters.map((parameter) =>
      pick(parameter, ['name', 'in', ...(parameter.in === 'path' ? pathLimits : [])]),
    ),
    ...(body === undefined
      ? {}
      : {
          body: {
            properties: outermost(body.properties).map((one) => pick(one, ['name', 'enum'])),
            ...(isMapItself(body.properties) ? { map: true } : {}),
            ...(body.mediaType === 'application/json' ? {} : { mediaType: body.mediaType }),
          },
        }),
    responses: responses.map((one) => pick(one, ['status', 'mediaType', 'anyBody', 'error'])),
  };
}

/** The properties right in a body, not those inside of them. */
export function outermost(properties: readonly Property[]): readonly Property[] {
  return properties.filter(({ name }) => !isNested(name));
}
