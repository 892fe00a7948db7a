import type { Contract, Outcome } from '@oidc-admin/contract';
import { accessOf } from './access.ts';
import { allowedResponses } from './allowedResponses.ts';
import { breachesOf } from './breachesOf.ts';
import { createContext, type Context } from './context.ts';
import { createJudge } from './createJudge.ts';
import type { AllowedResponse, Broken, Deployment, Model, ModelState } from './model.ts';
import { emptyState } from './modelState.ts';
import { refusal } from './refusal.ts';
import { wholePath } from './wholePath.ts';

/** Makes a contract executable. Nothing that the model answers with is changed later; a step makes a new state. */
export function createModel(contract: Contract, deployment: Deployment): Model {
  const context = createContext(contract, deployment);
  const whole: Model['whole'] = (state, request) => {
    const { gaps } = context.plan(request.operation);
    if (gaps.length === 0) return request;
    return { ...request, path: wholePath(gaps, state, deployment, request.path) };
  };
  return {
    contract,
    deployment,
    initial: emptyState,
    validators: context.validators,
    letsIn: (state, request) =>
      accessOf(context, state, context.plan(request.operation).operation, request).kind === 'open',
    whole,
    broken: (state, request) =>
      breachesOf(context, state, whole(state, request), { doubtful: 'open', excused: new Set() })
        .filter(({ tolerated }) => tolerated !== true)
        .map(({ broken }) => broken),
    step: (state, request) => allowedResponses(context, state, whole(state, request)),
    refusal: (state, operation, kind, element) => {
      const clause = context.clauses.get(
        context.plan(operation).operation.id,
        kind,
        element === undefined ? {} : { element },
      );
      const message = `The request breaks the rule ${kind}.`;
      const broken = { clause: clause.id, kind, location: [], message };
      return refusals(context, state, operation, broken, context.outcome(clause.id));
    },
    judge: createJudge(context),
  };
}

function refusals(
  context: Context,
  state: ModelState,
  operation: string,
  broken: Broken,
  outcome: Outcome,
): readonly AllowedResponse[] {
  const next = (): ModelState => state;
  const all = (entries: Outcome['allow'], warn: boolean): readonly AllowedResponse[] =>
    entries.flatMap((entry) =>
      'as' in entry ? [] : [refusal(operation, broken.clause, entry, { warn, next, broken })],
    );
  const should = outcome.binding === 'SHOULD';
  return [
    ...all(outcome.allow, false),
    ...all(outcome.warn, true),
    ...all(should ? [{ status: '4XX' }] : [], true),
  ];
}
