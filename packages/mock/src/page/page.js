// Everything is written as text, never as markup: what callers send is not to be trusted.

const root = new URL('.', import.meta.url).pathname;
const byId = (id) => document.getElementById(id);
const everyMs = 2000;

/** What is shown now, part by part: a part that did not change is left alone, so that no focus is lost. */
const shown = new Map();

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

const ask = async (path, init = {}) => {
  const sandbox = byId('sandbox').value;
  const headers = sandbox === '' ? {} : { 'x-mock-sandbox': sandbox };
  const response = await fetch(root + path, { ...init, headers });
  const body = await response.json();
  if (!response.ok) throw new Error(body.message);
  return body;
};

const say = (text) => {
  byId('status').textContent = text;
};

/** Does what somebody asked for, says how it went, and shows what is so now. */
const act = async (what, path, init) => {
  try {
    await ask(path, init);
    say(what);
  } catch (error) {
    say(error.message);
  }
  await refresh();
};

const whenChanged = (part, value, show) => {
  const text = JSON.stringify(value);
  if (shown.get(part) === text) return;
  shown.set(part, text);
  show(value);
};

const block = (title, value) =>
  value === undefined
    ? []
    : [
        element('h3', { textContent: title }),
        element('pre', { textContent: JSON.stringify(value, null, 2), tabIndex: 0 }),
      ];

/** Puts elements by their keys into a list. One that is there already stays as it is, open or closed. */
const fill = (list, entries) => {
  const there = new Map([...list.children].map((child) => [child.dataset.key, child]));
  list.replaceChildren(
    ...entries.map(([key, make]) => {
      const child = there.get(key) ?? make();
      child.dataset.key = key;
      return child;
    }),
  );
};

const verdict = ({ broken, status }) => {
  if (broken.length > 0)
    return element('span', {
      className: 'bad',
      textContent: `breaks ${broken[0].clause ?? 'a rule'}`,
    });
  return element('span', {
    className: status < 400 ? 'good' : 'soft',
    textContent: status < 400 ? 'right' : 'a right request, answered with an error',
  });
};

const requestEntry = (call) => {
  const { at, method, target, operation, status, broken, body, response } = call;
  const time = new Date(at).toLocaleTimeString();
  const summary = element(
    'summary',
    {},
    `${time} `,
    element('code', { textContent: `${method} ${target}` }),
    ` ${status} `,
    verdict(call),
  );
  const rules = broken.map(({ clause, message }) =>
    element('li', { textContent: clause === undefined ? message : `${clause}: ${message}` }),
  );
  return element(
    'li',
    {},
    element(
      'details',
      {},
      summary,
      element('p', {
        textContent:
          operation === undefined ? 'No operation of this API.' : `Operation ${operation}.`,
      }),
      ...(rules.length === 0
        ? []
        : [
            element('h3', { textContent: 'What the model thinks of it' }),
            element('ul', {}, ...rules),
          ]),
      ...block('Body', body),
      ...block('Response', response),
    ),
  );
};

const showRequests = (calls) => {
  byId('no-requests').hidden = calls.length > 0;
  fill(
    byId('requests'),
    calls.toReversed().map(({ id, ...call }) => [String(id), () => requestEntry(call)]),
  );
};

const showState = ({ resources, sessions }) => {
  const saved = Object.entries(resources).flatMap(([resource, parents]) =>
    Object.entries(parents).flatMap(([parent, entries]) =>
      Object.entries(entries).map(([key, value]) => [
        [resource, parent, key].filter((part) => part !== '').join(' / '),
        value,
      ]),
    ),
  );
  byId('no-state').hidden = saved.length > 0 || sessions > 0;
  const open = new Set(
    [...byId('state').querySelectorAll('details[open]')].map(({ dataset }) => dataset.key),
  );
  byId('state').replaceChildren(
    ...saved.map(([name, value]) => {
      const entry = element(
        'details',
        { open: open.has(name) },
        element('summary', { textContent: name }),
        ...block('Properties', value),
      );
      entry.dataset.key = name;
      return entry;
    }),
    ...(sessions > 0 ? [element('p', { textContent: `Sessions: ${sessions}` })] : []),
  );
};

const faultEntry = ({ name, description }) => {
  const box = element('input', { type: 'checkbox', name });
  box.setAttribute('role', 'switch');
  box.addEventListener('change', () => {
    const options = new URLSearchParams();
    for (const id of ['operation', 'times', 'delayMs', 'retryAfter'])
      if (byId(id).value !== '') options.set(id, byId(id).value);
    const path = `faults/${encodeURIComponent(name)}`;
    return box.checked
      ? act(`${name} is on.`, `${path}?${options}`, { method: 'PUT' })
      : act(`${name} is off.`, path, { method: 'DELETE' });
  });
  const how = element('span', { className: 'bad' });
  return element(
    'li',
    {},
    element('label', {}, box, ' ', element('code', { textContent: name }), ` ${description} `, how),
  );
};

const search = () => {
  const wanted = byId('search').value.trim().toLowerCase();
  for (const entry of byId('faults').children)
    entry.hidden = !entry.textContent.toLowerCase().includes(wanted);
};

const showFaults = (faults) => {
  fill(
    byId('faults'),
    faults.map((fault) => [fault.name, () => faultEntry(fault)]),
  );
  for (const { name, on } of faults) {
    const entry = [...byId('faults').children].find(({ dataset }) => dataset.key === name);
    entry.querySelector('input').checked = on !== undefined;
    const how = Object.entries(on ?? {}).map(([option, value]) => `${option} ${value}`);
    entry.querySelector('span').textContent = how.join(', ');
  }
  search();
};

const showChoices = (select, names) => {
  const [first] = select.options;
  const { value } = select;
  select.replaceChildren(
    first,
    ...names.map((name) => element('option', { value: name, textContent: name })),
  );
  select.value = names.includes(value) ? value : '';
};

async function refresh() {
  try {
    const view = await ask('view');
    whenChanged('title', view.title, (title) => {
      document.title = `Mock: ${title}`;
      document.querySelector('h1').textContent = `Mock: ${title}`;
    });
    whenChanged('operations', view.operations, (names) => showChoices(byId('operation'), names));
    whenChanged('requests', view.requests, showRequests);
    whenChanged('state', view.state, showState);
    whenChanged('faults', view.faults, showFaults);
    if (view.sandboxes !== undefined)
      whenChanged('sandboxes', view.sandboxes, (names) => showChoices(byId('sandbox'), names));
  } catch (error) {
    say(`The mock does not answer: ${error.message}`);
  }
}

byId('reset').addEventListener('click', () => {
  if (confirm('Forget everything but the seed, and switch all faults off?'))
    void act('Everything is as at the start.', 'reset', { method: 'POST' });
});
byId('sandbox').addEventListener('change', () => void refresh());
byId('search').addEventListener('input', search);
document.addEventListener('visibilitychange', () => document.hidden || void refresh());
setInterval(() => document.hidden || void refresh(), everyMs);
await refresh();
