import { elementSteps, elementValues, type Clause, type Contract } from '@oidc-admin/contract';
import type { Fault, FaultHooks } from '../fault.ts';
import { limitMoved, sentProperty, withoutKeywords, withProperty } from './contractChanges.ts';
import { propertyFault } from './faultTable.ts';
import { resourceOf, savingOtherwise, sentBody } from './places.ts';
import { refusing } from './requestHooks.ts';
import { onWrites, savedWith } from './savingHooks.ts';

/** Limits that are one off, or are counted in something else than characters. */
export function limitFaults(contract: Contract): readonly Fault[] {
  return contract.clauses
    .filter(({ kind, in: place }) => kind === 'maxLength' && place === undefined)
    .flatMap((clause) => {
      const property = sentProperty(contract, clause);
      // Where only listed values are accepted, a limit beside the list makes no difference.
      if (property === undefined || property.enum !== undefined) return [];
      // What stands in a URL, or is one, is tried with ASCII characters only.
      const isAscii = property.format === 'uri' || isKey(contract, clause);
      const letters = new RegExp(property.pattern ?? '', 'u');
      return ofLimit(clause, (letter) => !isAscii && letters.test(letter));
    });
}

function isKey(contract: Contract, { operation: id, element }: Clause): boolean {
  const operation = contract.operations.find((one) => one.id === id);
  return operation !== undefined && resourceOf(contract, operation)?.key === element;
}

function ofLimit(clause: Clause, allows: (letter: string) => boolean): readonly Fault[] {
  const accepted = clause.id.replace(/\.maxLength$/, '.atMaxLength');
  const moved = (by: number): FaultHooks => ({
    contract: (right) => limitMoved(right, clause, 'maxLength', by),
  });
  const counting = (count: (text: string) => number): FaultHooks =>
    refusing(400, (context) => {
      const sent = elementValues(sentBody(context), elementSteps(clause.element ?? ''));
      return sent.some(
        ({ value }) => typeof value === 'string' && count(value) > Number(clause.value),
      );
    });
  const fault = (name: string, text: string, hooks: FaultHooks, breaks?: string): Fault =>
    propertyFault(clause, name, text, hooks, breaks);
  const inBytes = counting((text) => Buffer.byteLength(text));
  const inUnits = counting((text) => text.length);
  const twice = 'a character beyond the basic plane counts twice';
  return [
    fault('limit-one-too-high', 'one character more is accepted', moved(1)),
    fault('limit-one-too-low', 'the longest value is refused', moved(-1), accepted),
    fault('cut-at-limit', 'a longer value is accepted and cut', cutting(clause)),
    ...(allows('é') ? [fault('limit-in-bytes', 'the limit counts bytes', inBytes, accepted)] : []),
    ...(allows('𝄞') ? [fault('limit-in-utf16-units', twice, inUnits, accepted)] : []),
  ];
}

/** A longer value is accepted, and its end is lost. */
function cutting({ operation, element = '', value }: Clause): FaultHooks {
  return {
    contract: (right) => withProperty(right, operation, element, withoutKeywords('maxLength')),
    ...onWrites((decision, context) =>
      savingOtherwise(decision, context, (saved) =>
        savedWith(
          saved,
          [element],
          () => (text) =>
            typeof text === 'string' ? Array.from(text).slice(0, Number(value)).join('') : text,
        ),
      ),
    ),
  };
}
