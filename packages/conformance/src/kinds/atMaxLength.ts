import { makerOf } from '@oidc-admin/contract';
import { acceptedValues } from '../checks/acceptedValues.ts';
import { resourceOn } from '../checks/contractViews.ts';
import type { OperationClause, OperationChecks, Variant } from '../checks/kindChecks.ts';
import { NotRun } from '../checks/notRun.ts';
import { scripts, takes, textOfLength, type Script } from '../checks/samples.ts';
import { sendAccepted } from '../checks/signIn.ts';

const values = acceptedValues(({ clause, property, isKey }) => {
  const wanted = (Object.keys(scripts) as Script[]).filter(
    (script) => script === 'ascii' || (!isKey && takes(property, script)),
  );
  return wanted.map((name) => ({
    name,
    make: ({ run }) => {
      const start = isKey ? `${run.pool.newKey()}AZ` : undefined;
      return textOfLength(property, Number(clause.value), name, run.source, start);
    },
  }));
});

/** A text of the greatest length, in each kind of characters that the property may hold; in the path, the longest key. */
export const atMaxLength: OperationChecks = {
  variants: (about) => (about.clause.in === 'path' ? longestKey(about) : values.variants(about)),
};

/** Makes something with the longest key first, where nothing is known that has it. */
function longestKey(about: OperationClause): readonly Variant[] {
  const { contract, clause, operation } = about;
  const resource = resourceOn(contract, operation);
  if (resource === undefined) return [];
  return [
    {
      sideBySide: false,
      run: async (context) => {
        const { run } = context;
        const longest = Number(clause.value);
        const parent = run.pool.parentOf(resource);
        const known = (): ReturnType<typeof run.pool.known>[number] | undefined =>
          run.pool.known(resource, parent).find(({ key }) => key.length === longest);
        const create = makerOf(resource);
        if (known() === undefined && create !== undefined && run.parameters.level !== 'default') {
          const ref = run.pool.at(resource, parent, run.pool.newKey().padEnd(longest, 'x'));
          await sendAccepted(context, run.operation(create), clause, { wanted: { ref } });
        }
        const ref = known();
        if (ref === undefined)
          throw new NotRun('preparation', `no ${resource.name} with the longest key is there`);
        await sendAccepted(context, operation, clause, { wanted: { ref } });
      },
    },
  ];
}
