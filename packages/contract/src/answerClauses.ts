import type { ClauseList } from './clauseList.ts';
import type { AnswerKind, Binding, Clause, Member } from './contract.ts';
import { hintFormats } from './hintFormats.ts';
import { isJsonValue } from './json.ts';
import type { JsonValue } from './json.ts';
import type { MemberEntry } from './readMembers.ts';
import type { AnswerEntry, OperationEntry } from './readOperation.ts';

/** Adds a clause for everything that a success of this operation must be by itself. `kept`: schemas of resources' members. */
export function addAnswerClauses(
  entry: OperationEntry,
  kept: ReadonlySet<object>,
  clauses: ClauseList,
): void {
  for (const found of entry.answers) {
    const { status } = found.answer;
    if (status >= 200 && status < 300) addSuccess(entry, found, kept, clauses);
  }
}

type Add = (kind: AnswerKind, text: string, more?: Partial<Clause>, pointer?: string) => void;

function addSuccess(
  { operation }: OperationEntry,
  found: AnswerEntry,
  kept: ReadonlySet<object>,
  clauses: ClauseList,
): void {
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
  if (found.body === undefined || answer.mediaType === undefined) {
    if (answer.anyBody !== true) add('noBody', `the ${answer.status} has no body`);
    return;
  }
  const { root, entries } = found.body;
  const { mediaType } = answer;
  add('contentType', `the ${answer.status} is of media type ${mediaType}`, { value: mediaType });
  addMember(root, root.member.binding, answer.status, add);
  for (const entry of entries) {
    // In a resource's own schema, SHOULD speaks of what is kept; what is there must be right all the same.
    const binding = kept.has(entry.member.schema) ? answer.binding : entry.member.binding;
    addMember(entry, binding, answer.status, add);
  }
  const others = root.member.schema['additionalProperties'];
  if (entries.length > 0 && (others === undefined || others === false))
    add('undocumentedMember', `the ${answer.status} has no member that is not documented`, {
      source: root.scope.source,
      binding: others === false ? root.member.binding : 'SHOULD',
    });
}

function addMember(
  { member, pointer }: MemberEntry,
  binding: Binding,
  status: number,
  add: Add,
): void {
  const { name, types, presentWhen, source } = member;
  const about = { subject: name, binding, source };
  const its = name === '$' ? `the body of the ${status}` : `${name} in the ${status}`;
  if (member.required && name !== '$')
    add('memberPresent', `${name} is in the ${status}`, about, pointer);
  if (types.length > 0)
    add(
      'memberType',
      `${its} is of type ${types.join(' or ')}`,
      { ...about, value: types },
      pointer,
    );
  const limits = limitsOf(member);
  if (Object.keys(limits).length > 0)
    add('memberValue', `${its} keeps to ${describe(limits)}`, { ...about, value: limits }, pointer);
  if (presentWhen === undefined) return;
  const when = `${its} is there if and only if ${presentWhen.join(' and ')} were sent`;
  add('presentWhen', when, { ...about, value: presentWhen }, pointer);
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

function describe(limits: Readonly<Record<string, JsonValue>>): string {
  return Object.entries(limits)
    .map(([keyword, value]) => `${keyword} ${JSON.stringify(value)}`)
    .join(', ');
}
