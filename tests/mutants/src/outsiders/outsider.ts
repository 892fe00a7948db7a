import type { Fault, FaultHooks } from '@oidc-admin/mock/faults';

/** What a broken server does not master; one for each kind of faults that once got through. */
export type OutsiderKind =
  | 'values'
  | 'alike'
  | 'keys'
  | 'unchanged'
  | 'sessions'
  | 'order'
  | 'alternatives'
  | 'http'
  | 'signatures'
  | 'outsideChecks'
  | 'jwkSet';

/**
 * A server with exactly one realistic fault, written from the facts alone by somebody who has read no check. Its fault can
 * be switched on in the mock of its API.
 */
export interface Outsider {
  readonly api: 'pvwa' | 'wickr';
  readonly kind: OutsiderKind;
  /** The operation whose code has the mistake. */
  readonly handler: string;
  /** How binding the fact is that the server offends against. */
  readonly authority: 'documented' | 'observed' | 'reading';
  /** The section and row of the fact page, or the chapter of a standard. */
  readonly fact: string;
  readonly fault: Fault;
  /** Why no check can see it, where that is so. */
  readonly unseen?: string;
}

/** What is written of an outsider: its name is put together of the handler and what the server does wrong. */
interface Description extends Pick<Outsider, 'authority' | 'fact'> {
  /** `handler: what is wrong`, each in a few words without spaces. */
  readonly name: string;
  /** One sentence: what the server does wrong. */
  readonly says: string;
  /** Ids of the clauses that it breaks. */
  readonly breaks: readonly string[];
  readonly hooks: FaultHooks;
  readonly unseen?: string;
  /** Whether the fault needs to see the requests to other operations too. */
  readonly everywhere?: true;
}

/** Makes the outsiders of one kind and API, by handler. */
export function outsidersIn(
  api: Outsider['api'],
  kind: OutsiderKind,
  handlers: Readonly<Record<string, readonly Description[]>>,
): readonly Outsider[] {
  return Object.entries(handlers).flatMap(([handler, descriptions]) =>
    descriptions.map(({ name, says, breaks, hooks, everywhere, unseen, ...about }): Outsider => ({
      api,
      kind,
      handler,
      ...about,
      ...(unseen === undefined ? {} : { unseen }),
      fault: {
        name: `outsider:${handler}.${name}`,
        description: says,
        breaks: breaks.map((clause) => `${api}.${clause}`),
        ...(everywhere === true ? {} : { operation: handler }),
        ...hooks,
      },
    })),
  );
}
