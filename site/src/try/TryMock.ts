import { defineComponent, h, onMounted, shallowReactive } from 'vue';
import { openApi, titles, type TriedApi } from './triedApi.ts';
import { type Actions, requestForm, results, type Shown } from './tryView.ts';

/** Changes what is shown by what a reader does. `current` is the API that was chosen last. */
function actionsOn(shown: Shown, current: { api?: TriedApi }): Actions {
  let chosen = 0;
  const chooseOperation = (id: string): void => {
    const operation = current.api?.contract.operations.find((one) => one.id === id);
    if (current.api === undefined || operation === undefined) return;
    const request = current.api.example(operation);
    Object.assign(shown, { operation: id, request, tried: undefined, status: 'Ready.' });
  };
  return {
    chooseOperation,
    chooseApi: async (name) => {
      const choice = (chosen += 1);
      try {
        const api = await openApi(name);
        const state = await api.state();
        // Another one was chosen while this one was loaded.
        if (choice !== chosen) return;
        current.api = api;
        Object.assign(shown, { api: name, state });
        chooseOperation(api.contract.operations[0]?.id ?? '');
      } catch (error) {
        if (choice === chosen) shown.status = `The mock did not start: ${String(error)}`;
      }
    },
    edit: (change) => {
      if (shown.request === undefined) return;
      shown.request = { ...shown.request, ...change };
      shown.status = 'Ready.';
    },
    send: async () => {
      const { api } = current;
      if (api === undefined || shown.request === undefined) return;
      // Said again where the next answer is the same.
      shown.status = 'Sending.';
      try {
        shown.tried = await api.send(shown.request);
        shown.status = `Answered ${shown.tried.status}.`;
      } catch (error) {
        shown.tried = undefined;
        shown.status = error instanceof Error ? error.message : 'It was not sent.';
      }
      shown.state = await api.state();
    },
    reset: async () => {
      current.api?.reset();
      Object.assign(shown, { tried: undefined, state: await current.api?.state() });
      shown.status = 'Everything is as at the start.';
    },
  };
}

/** The page on which a reader tries a mock. The mock is made here, and nothing is sent anywhere. */
export default defineComponent({
  name: 'TryMock',
  setup() {
    const shown = shallowReactive<Shown>({
      api: '',
      operation: '',
      request: undefined,
      tried: undefined,
      state: undefined,
      status: 'The mock starts.',
    });
    const current: { api?: TriedApi } = {};
    const actions = actionsOn(shown, current);
    onMounted(() => actions.chooseApi(Object.keys(titles)[0] ?? ''));
    return () =>
      h('div', { class: 'try-mock' }, [
        requestForm(shown, current.api, titles, actions),
        ...results(shown),
      ]);
  },
});
