import {
  childrenOf,
  isObject,
  type FaultContext,
  type ModelState,
  type Saved,
} from '@oidc-admin/mock';
import {
  namedPlace,
  onWrites,
  savingOtherwise,
  sentBody,
  type FaultHooks,
} from '@oidc-admin/mock/faults';

/** A server that keeps something else than it took: its answer and every later read show what it made of it. */
export function keeping(change: (saved: Saved) => Saved): FaultHooks {
  return onWrites((decision, context) => ({
    ...savingOtherwise(decision, context, change),
    body: isObject(decision.body) ? change(decision.body) : decision.body,
  }));
}

/** The same for one property that holds a text; undefined loses it. */
export function keepingText(
  name: string,
  change: (text: string) => string | undefined,
): FaultHooks {
  return keeping((saved) => {
    const text = saved[name];
    if (typeof text !== 'string') return saved;
    const changed = change(text);
    return changed === undefined ? withoutNamed(saved, name) : { ...saved, [name]: changed };
  });
}

/** A server that changes a text of the body before it looks whether the text is right. */
export function takingTextAs(name: string, change: (text: string) => string): FaultHooks {
  return {
    request: (request) => {
      const sent = sentBody({ request });
      const text = sent[name];
      return typeof text === 'string'
        ? { ...request, body: { kind: 'json', value: { ...sent, [name]: change(text) } } }
        : request;
    },
  };
}

/** A server that takes a parameter of the path for another one. */
export function takingPathAs(
  name: string,
  change: (value: string, known: readonly string[]) => string | undefined,
): FaultHooks {
  return {
    request: (request, context) => {
      const value = request.path[name] ?? '';
      const { action } = context.operation;
      const resource = 'resource' in action ? action.resource : '';
      const children = childrenOf(context.state, resource, '');
      const known = children.size === 0 ? [] : [...children.keys()];
      if (known.includes(value)) return request;
      const other = change(value, known);
      return other === undefined
        ? request
        : { ...request, path: { ...request.path, [name]: other } };
    },
  };
}

/** A state in which those of a resource that have no parent are changed, one by one; undefined takes one away. */
export function withEach(
  state: ModelState,
  resource: string,
  change: (saved: Saved, key: string) => Saved | undefined,
): ModelState {
  const children = new Map<string, Saved>();
  for (const [key, saved] of childrenOf(state, resource, '')) {
    const changed = change(saved, key);
    if (changed !== undefined) children.set(key, changed);
  }
  const parents = new Map(state.resources.get(resource) ?? []).set('', children);
  return { ...state, resources: new Map(state.resources).set(resource, parents) };
}

/** The key that a request speaks of. */
export function namedKey(context: FaultContext): string {
  return namedPlace(context)?.key ?? '';
}

/** Refuses what breaks no rule, in one operation. */
export function refusingRight(
  status: number,
  when: (context: FaultContext) => boolean,
): FaultHooks {
  return {
    decide: (decision, context) =>
      decision.broken.length === 0 && when(context)
        ? context.refuse(status, 'The request is not accepted.')
        : decision,
  };
}

/** A copy of an object without one property. */
export function withoutNamed(body: Saved, name: string): Saved {
  return Object.fromEntries(Object.entries(body).filter(([other]) => other !== name));
}
