import { refusedBodies } from '../checks/refusedBodies.ts';

/** Ways in which JSON can be broken, of which a lenient reader takes some. */
const broken: Readonly<Record<string, (json: string) => string>> = {
  cut: (json) => json.slice(0, -1),
  comma: (json) => `${json.slice(0, -1)},}`,
  trailing: (json) => `${json} trailing`,
};

/** A body that is almost JSON. */
export const malformedJson = refusedBodies(() =>
  Object.fromEntries(
    Object.entries(broken).map(([name, write]) => [
      name,
      ({ body }) => ({ text: write(JSON.stringify(body)), raw: true }),
    ]),
  ),
);
