import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { type Component, defineComponent, h, onMounted, shallowRef } from 'vue';
// oxlint-disable-next-line import/no-unassigned-import -- a style sheet has no value
import './try.css';

/** The page with a mock in it. The mock is loaded by browsers only, and by this page only. */
const tryPage = defineComponent({
  name: 'TryPage',
  setup() {
    const loaded = shallowRef<Component>();
    if (!import.meta.env.SSR)
      onMounted(async () => {
        loaded.value = (await import('../../src/try/TryMock.ts')).default;
      });
    return () =>
      h('main', { class: 'try-page vp-doc' }, [
        h('h1', 'Try the mock here'),
        h(
          'p',
          'This is the real mock, with the model that the conformance checks use, within this page. What you type is sent to no server, and what was saved is forgotten when you leave. Change the request, send it, and see which responses the specification allows.',
        ),
        loaded.value === undefined ? h('p', 'The mock is being loaded.') : h(loaded.value),
      ]);
  },
});

export default {
  extends: DefaultTheme,
  enhanceApp: ({ app }) => {
    app.component('TryPage', tryPage);
  },
} satisfies Theme;
