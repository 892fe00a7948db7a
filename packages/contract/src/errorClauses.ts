import type { ClauseList } from './clauseList.ts';
import type { AnswerKind, Binding, Contract } from './contract.ts';
import type { MemberEntry } from './readMembers.ts';
import type { OperationEntry } from './readOperation.ts';

/**
 * Adds the clauses for the error answers of one operation, all of them together: which errors a server can be brought to
 * answer is not known beforehand. What only SHOULD be in them has a clause of its own.
 */
export function addErrorClauses(
  { operation, scope, pointer, ...entry }: OperationEntry,
  errors: Contract['errors'],
  clauses: ClauseList,
): void {
  const add = (
    kind: AnswerKind,
    text: string,
    source: readonly string[],
    binding: Binding,
    subject?: string,
  ): void =>
    clauses.add(pointer, {
      group: 'answer',
      kind,
      operation: operation.id,
      ...(subject === undefined ? {} : { subject }),
      binding,
      source,
      text: `${operation.id}: ${text}.`,
    });

  const answers = entry.answers.filter(({ answer }) => answer.status >= 400);
  const withBody = answers.filter(({ body }) => body !== undefined);
  const members = withBody.flatMap(({ body }) => body?.entries ?? []);
  if (withBody.length > 0) {
    const rows = [
      ...withBody.flatMap(({ answer, body }) => [
        ...answer.source,
        ...answer.headers.flatMap(({ source }) => source),
        ...(body?.root.member.source ?? []),
      ]),
      ...members.filter(isMust).flatMap(({ member }) => member.source),
    ];
    const text =
      'every error answer has the headers and the body that its status is documented with';
    add('errorBody', text, rows, scope.binding);
  }
  const should = members.filter((found) => !isMust(found)).map(({ member }) => member);
  const outermost = Map.groupBy(should, ({ name }) => name.split(/[.[]/, 1).join(''));
  for (const [name, within] of outermost) {
    const rows = within.flatMap(({ source }) => source);
    add('errorBody', `${name} in an error answer should be as documented`, rows, 'SHOULD', name);
  }
  const names = answers.filter(({ answer }) => answer.error !== undefined);
  if (errors.paired && names.length > 0) {
    const text = 'every error answer has a status and an error name that are documented together';
    add('errorPair', text, errors.source, scope.binding);
  }
}

function isMust({ member }: MemberEntry): boolean {
  return member.binding === 'MUST';
}
