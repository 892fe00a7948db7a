import { isDeepStrictEqual } from 'node:util';

type Plain = Readonly<Record<string, unknown>>;

/**
 * The properties of all alternatives of a union. One that they describe in different ways takes what any of them takes: the
 * values of all their lists, or what its type alone says, or anything.
 */
export function joinedProperties(alternatives: readonly Plain[]): Plain {
  const names = new Set(alternatives.flatMap((properties) => Object.keys(properties)));
  return Object.fromEntries(
    [...names].map((name) => {
      const forms = alternatives.flatMap((one) => (name in one ? [one[name] as Plain] : []));
      return [name, joinedProperty(forms)];
    }),
  );
}

function joinedProperty(forms: readonly Plain[]): Plain {
  const [first = {}, ...others] = forms;
  if (others.every((form) => isDeepStrictEqual(withoutText(form), withoutText(first))))
    return first;
  const common = Object.fromEntries(
    ['type', 'format', 'items']
      .filter(
        (key) => key in first && others.every((form) => isDeepStrictEqual(form[key], first[key])),
      )
      .map((key) => [key, first[key]]),
  );
  const lists = forms.map(valuesOf);
  const values = lists.every((list) => list !== undefined) ? new Set(lists.flat()) : undefined;
  const texts = new Set(
    forms.flatMap(({ description: text }) => (typeof text === 'string' ? text : [])),
  );
  if (values === undefined) texts.add('What it takes depends on what else is given.');
  return {
    // Generators refuse a list that does not say of what.
    ...(common['type'] === 'array' && { items: {} }),
    ...('type' in common ? common : {}),
    ...(values !== undefined && { enum: [...values] }),
    ...(texts.size > 0 && { description: [...texts].join(' ') }),
  };
}

function withoutText(form: Plain): Plain {
  return { ...form, description: undefined };
}

function valuesOf(form: Plain): readonly unknown[] | undefined {
  if ('const' in form) return [form['const']];
  return Array.isArray(form['enum']) ? form['enum'] : undefined;
}
