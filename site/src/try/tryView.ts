import { h, type VNode } from 'vue';
import type { StateShown, Tried, TriedApi, TriedRequest } from './triedApi.ts';

/** What the page shows. */
export interface Shown {
  api: string;
  operation: string;
  request: TriedRequest | undefined;
  tried: Tried | undefined;
  state: StateShown | undefined;
  /** What happened last, for everybody who cannot see the page. */
  status: string;
}

/** What a reader can do on the page. */
export interface Actions {
  readonly chooseApi: (name: string) => void;
  readonly chooseOperation: (id: string) => void;
  readonly edit: (change: Partial<TriedRequest>) => void;
  readonly send: () => void;
  readonly reset: () => void;
}

function json(value: unknown): VNode {
  return h('pre', { tabindex: 0 }, JSON.stringify(value, undefined, 2));
}

function field(label: string, inner: VNode): VNode {
  return h('label', [h('span', label), inner]);
}

function choice(
  id: string,
  value: string,
  options: readonly (readonly [value: string, text: string])[],
  choose: (value: string) => void,
): VNode {
  return h(
    'select',
    { id, value, onChange: (event: Event) => choose((event.target as HTMLSelectElement).value) },
    options.map(([own, text]) => h('option', { value: own }, text)),
  );
}

function answered({ status, response, broken }: Tried): readonly VNode[] {
  return [
    h('p', ['Status ', h('strong', { id: 'answered' }, String(status))]),
    response === undefined ? h('p', 'No body.') : json(response),
    ...(broken.length === 0
      ? [h('p', 'The request breaks no rule.')]
      : [
          h('p', 'The request breaks:'),
          h(
            'ul',
            broken.map(({ clause, message }) =>
              h('li', [message, ' ', clause === undefined ? '' : h('code', clause)]),
            ),
          ),
        ]),
  ];
}

function allowedTable({ allowed }: Tried): VNode {
  if (allowed.length === 0)
    return h('p', 'No operation is at this path: the specification says nothing of it.');
  const head = ['Status', 'How', 'Why', 'Clause', 'Facts'];
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Allowed responses' },
    [
      h('table', [
        h(
          'thead',
          h(
            'tr',
            head.map((text) => h('th', { scope: 'col' }, text)),
          ),
        ),
        h(
          'tbody',
          allowed.map((one) =>
            h('tr', [
              h('td', one.status),
              h('td', one.binding),
              h('td', one.why),
              h('td', h('code', one.clause)),
              h('td', one.source.join(', ')),
            ]),
          ),
        ),
      ]),
    ],
  );
}

function stateOf({ resources, sessions }: StateShown): readonly VNode[] {
  return [h('p', `Open sessions: ${sessions}.`), json(resources)];
}

function typed(
  name: 'target' | 'headers' | 'body',
  tag: 'input' | 'textarea',
  { request }: Shown,
  { edit }: Actions,
): VNode {
  return h(tag, {
    id: name,
    value: request?.[name] ?? '',
    spellcheck: false,
    autocomplete: 'off',
    onInput: (event: Event) =>
      edit({ [name]: (event.target as HTMLInputElement | HTMLTextAreaElement).value }),
  });
}

function choices(
  shown: Shown,
  api: TriedApi | undefined,
  titles: Readonly<Record<string, string>>,
  { chooseApi, chooseOperation, edit }: Actions,
): readonly VNode[] {
  const operations = api?.contract.operations ?? [];
  const principals = api?.principals ?? [];
  return [
    field('API', choice('api', shown.api, Object.entries(titles), chooseApi)),
    field(
      'Operation',
      choice(
        'operation',
        shown.operation,
        operations.map(({ id, method, path }) => [id, `${id}: ${method} ${path}`]),
        chooseOperation,
      ),
    ),
    field(
      'Sent by',
      choice(
        'principal',
        shown.request?.principal ?? '',
        [
          ...principals.map(({ name, role }): [string, string] => [
            name,
            role === undefined ? name : `${name} (${role})`,
          ]),
          ['', 'nobody: not signed in'],
        ],
        (principal) => edit({ principal }),
      ),
    ),
  ];
}

/** The request as it can be edited, and what can be done with it. */
export function requestForm(
  shown: Shown,
  api: TriedApi | undefined,
  titles: Readonly<Record<string, string>>,
  actions: Actions,
): VNode {
  const submit = (event: Event): void => {
    event.preventDefault();
    actions.send();
  };
  return h('form', { onSubmit: submit }, [
    ...choices(shown, api, titles, actions),
    field('Path and query', typed('target', 'input', shown, actions)),
    field('Headers, one a line', typed('headers', 'textarea', shown, actions)),
    field('Body', typed('body', 'textarea', shown, actions)),
    h('p', { class: 'buttons' }, [
      h('button', { type: 'submit' }, `Send ${shown.request?.method ?? ''}`),
      h('button', { type: 'button', onClick: actions.reset }, 'Reset'),
      h('span', { role: 'status' }, shown.status),
    ]),
  ]);
}

function section(title: string, id: string, inner: readonly VNode[]): VNode {
  return h('section', { 'aria-labelledby': id }, [h('h2', { id }, title), ...inner]);
}

/** The response with what the model thinks of it, and what is saved. */
export function results({ tried, state }: Shown): readonly VNode[] {
  const ofRequest =
    tried === undefined
      ? []
      : [
          section('Response', 'response', answered(tried)),
          section('What the model allows, and why', 'allowed', [allowedTable(tried)]),
        ];
  return [
    ...ofRequest,
    section('What is saved', 'state', state === undefined ? [] : stateOf(state)),
  ];
}
