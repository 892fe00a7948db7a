import type { ClauseList } from './clauseList.ts';
import type { AnswerKind, Binding, Clause, Contract, Member } from './contract.ts';
import { hintFormats } from './hintFormats.ts';
import { isJsonValue } from './json.ts';
import type { JsonValue } from './json.ts';
import type { AnswerEntry, OperationEntry } from './readOperation.ts';
import { rowsOf } from './scope.ts';
import type { RawSchema } from './rawDocument.ts';
import { typesOf } from './typesOf.ts';

/** Adds a clause for everything that an answer of this operation must be by itself. */
export function addAnswerClauses(
  entry: OperationEntry,
  errors: Contract['errors'],
  clauses: ClauseList,
): void {
  for (const found of entry.answers) {
    const { status } = found.answer;
    if (status >= 200 && status < 300) addSuccess(entry, found, clauses);
  }
  addErrors(entry, errors, clauses);
}

type Add = (kind: AnswerKind, text: string, more?: Partial<Clause>, pointer?: string) => void;

function addSuccess({ operation }: OperationEntry, found: AnswerEntry, clauses: ClauseList): void {
  const { answer } = found;
  const add: Add = (kind, text, more = {}, pointer = found.pointer) =>
    clauses.add(pointer, {
      group: 'answer',
      kind,
      operation: operation.id,
      status: answer.status,
      binding: answer.binding,
      source: answer.source,
      text: `${operation.id}: ${text}.`,
      ...more,
    });

  add('status', `a right request is answered with ${answer.status}`);
  for (const header of answer.headers) {
    const scope = found.headerScopes.get(header.name);
    add(
      'header',
      `the ${answer.status} has the header ${header.name}${header.required ? '' : ', if any,'} as documented`,
      {
        subject: header.name,
        source: header.source,
        ...(scope === undefined ? {} : { binding: scope.binding }),
      },
    );
  }
  if (answer.mediaType === undefined || answer.schema === undefined) {
    add('noBody', `the ${answer.status} has no body`);
    return;
  }
  add('contentType', `the ${answer.status} is of media type ${answer.mediaType}`, {
    value: answer.mediaType,
  });
  const types = typesOf(answer.schema);
  if (types.length > 0)
    add('memberType', `the body of the ${answer.status} is of type ${types.join(' or ')}`, {
      subject: '$',
      value: types,
    });
  for (const { member, pointer } of found.entries) addMember(member, answer.status, add, pointer);
  if (answer.members.length > 0 && answer.schema['additionalProperties'] === undefined)
    add('undocumentedMember', `the ${answer.status} has no member that is not documented`, {
      binding: 'SHOULD',
    });
  if (answer.schema['additionalProperties'] === false)
    add('undocumentedMember', `the ${answer.status} has no member that is not documented`);
}

function addMember(member: Member, status: number, add: Add, pointer: string): void {
  const { name, types, presentWhen } = member;
  const about = { subject: name, binding: member.binding, source: member.source };
  if (member.required) add('memberPresent', `${name} is in the ${status}`, about, pointer);
  if (types.length > 0)
    add(
      'memberType',
      `${name} in the ${status} is of type ${types.join(' or ')}`,
      { ...about, value: types },
      pointer,
    );
  const limits = limitsOf(member);
  if (Object.keys(limits).length > 0)
    add(
      'memberValue',
      `${name} in the ${status} keeps to ${describeLimits(limits)}`,
      { ...about, value: limits },
      pointer,
    );
  if (presentWhen !== undefined)
    add(
      'presentWhen',
      `${name} is in the ${status} if and only if ${presentWhen.join(' and ')} were sent`,
      { ...about, value: presentWhen },
      pointer,
    );
}

const keywords = [
  'minLength',
  'maxLength',
  'pattern',
  'enum',
  'format',
  'minimum',
  'maximum',
] as const;

function limitsOf(member: Member): Readonly<Record<string, JsonValue>> {
  const found = keywords.flatMap((keyword): [string, JsonValue][] => {
    const value = member[keyword];
    if (value === undefined || !isJsonValue(value) || (keyword === 'minLength' && value === 0))
      return [];
    return keyword === 'format' && typeof value === 'string' && hintFormats.has(value)
      ? []
      : [[keyword, value]];
  });
  return Object.fromEntries(found);
}

function describeLimits(limits: Readonly<Record<string, JsonValue>>): string {
  return Object.entries(limits)
    .map(([keyword, value]) => `${keyword} ${JSON.stringify(value)}`)
    .join(', ');
}

/**
 * One clause for the error bodies of an operation: which errors a server can be brought to answer is not known beforehand.
 * What only SHOULD be in them has a clause of its own.
 */
function addErrors(
  { operation, scope, ...entry }: OperationEntry,
  errors: Contract['errors'],
  clauses: ClauseList,
): void {
  const answers = entry.answers.filter(({ answer }) => answer.status >= 400);
  const withBody = answers.filter(({ answer }) => answer.schema !== undefined);
  const add = (
    kind: AnswerKind,
    text: string,
    source: readonly string[],
    binding: Binding,
    subject?: string,
  ): void =>
    clauses.add(entry.pointer, {
      group: 'answer',
      kind,
      operation: operation.id,
      ...(subject === undefined ? {} : { subject }),
      binding,
      source,
      text: `${operation.id}: ${text}.`,
    });
  const members = withBody.flatMap(({ entries }) => entries.map(({ member }) => member));
  if (withBody.length > 0) {
    const rows = [
      ...withBody.flatMap(({ answer }) => [
        ...answer.source,
        ...answer.headers.flatMap(({ source }) => source),
        ...rowsOf(rootSource(answer.schema)),
      ]),
      ...members.filter(({ binding }) => binding === 'MUST').flatMap(({ source }) => source),
    ];
    add(
      'errorBody',
      'every error answer has the headers and the body that are documented for its status',
      rows,
      scope.binding,
    );
  }
  const should = Map.groupBy(
    members.filter(({ binding }) => binding === 'SHOULD'),
    ({ name }) => name,
  );
  for (const [name, same] of should)
    add(
      'errorBody',
      `${name} in an error answer should be as documented`,
      same.flatMap(({ source }) => source),
      'SHOULD',
      name,
    );
  const names = answers.flatMap(({ answer }) =>
    answer.error === undefined ? [] : [answer.error.name],
  );
  if (errors.paired && names.length > 0)
    add(
      'errorPair',
      'every error answer has a status and an error name that are documented together',
      errors.source,
      scope.binding,
    );
}

function rootSource(schema: RawSchema | undefined): string | readonly string[] | undefined {
  return schema?.['x-source'];
}
