import type { Clause, Contract } from '@oidc-admin/contract';
import { refusing } from './breakAcceptance.ts';
import type { Fault, FaultContext } from './fault.ts';
import { limitMoved } from './limitMoved.ts';
import { onWrites } from './breakWrites.ts';
import { savingOtherwise, sentBody } from './places.ts';
import { propertyOf, without, withProperty } from './changeContract.ts';

/** Limits that are one off, or are counted in something else than characters. */
export function limitFaults(contract: Contract): readonly Fault[] {
  return contract.clauses
    .filter(({ kind, in: place }) => kind === 'maxLength' && place === undefined)
    .flatMap((clause) => {
      const property = propertyOf(contract, clause);
      // Where only listed values are accepted, a limit beside the list makes no difference.
      if (property === undefined || property.enum !== undefined) return [];
      const letters = new RegExp(property.pattern ?? '', 'u');
      return [
        ...oneOff(clause),
        ...cut(clause),
        ...counted(clause).filter((_, index) => letters.test(index === 0 ? 'é' : '𝄞')),
      ];
    });
}

function base(clause: Clause, name: string, description: string, breaks: readonly string[]) {
  const { operation = '', element = '' } = clause;
  return {
    name: `${name}:${operation}.${element}`,
    class: 'limit' as const,
    description: `${element} of ${operation}: ${description}.`,
    breaks,
    operation,
  };
}

function accepted(clause: Clause): string {
  return clause.id.replace(/\.maxLength$/, '.atMaxLength');
}

function oneOff(clause: Clause): readonly Fault[] {
  return [
    {
      ...base(clause, 'limit-one-too-high', 'one character more is accepted', [clause.id]),
      contract: (right) => limitMoved(right, clause, 'maxLength', 1),
    },
    {
      ...base(clause, 'limit-one-too-low', 'the longest value is refused', [accepted(clause)]),
      contract: (right) => limitMoved(right, clause, 'maxLength', -1),
    },
  ];
}

function counted(clause: Clause): readonly Fault[] {
  const limit = Number(clause.value);
  const longerIn = (count: (text: string) => number) => (context: FaultContext) => {
    const value = sentBody(context)[clause.element ?? ''];
    return typeof value === 'string' && count(value) > limit;
  };
  return [
    {
      ...base(clause, 'limit-in-bytes', 'the limit counts bytes', [accepted(clause)]),
      ...refusing(
        400,
        longerIn((text) => Buffer.byteLength(text)),
      ),
    },
    {
      ...base(clause, 'limit-in-utf16-units', 'a character beyond the basic plane counts twice', [
        accepted(clause),
      ]),
      ...refusing(
        400,
        longerIn((text) => text.length),
      ),
    },
  ];
}

/** A longer value is accepted, and its end is lost. */
function cut(clause: Clause): readonly Fault[] {
  const property = clause.element ?? '';
  const limit = Number(clause.value);
  return [
    {
      ...base(clause, 'cut-at-limit', 'a longer value is accepted and cut', [clause.id]),
      contract: (right) => withProperty(right, clause.operation, property, without('maxLength')),
      ...onWrites((decision, context) =>
        savingOtherwise(decision, context, (saved) => ({
          ...saved,
          ...(typeof saved[property] === 'string'
            ? { [property]: Array.from(saved[property]).slice(0, limit).join('') }
            : {}),
        })),
      ),
    },
  ];
}
