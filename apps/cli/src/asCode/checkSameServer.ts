import type { Setting } from '@oidc-admin/client';
import { UsageError } from '@oidc-admin/client/terminal';
import { openPlace, type PlacedItem } from './openDeclared.ts';
import { identityText } from './readTargets.ts';

/** The server and the path of an address; of a bare server the path is empty, as the client knows the usual one. */
function partsOf(address: string): readonly [server: string, path: string] {
  if (!URL.canParse(address)) return [address, ''];
  const { origin, pathname } = new URL(address);
  return [origin, pathname.replace(/\/+$/, '')];
}

/** A switch chooses among the addresses of one server. */
function isSwitch(value: string): boolean {
  return value === 'true' || value === 'false';
}

/** Whether two values of a setting can stand for one place; what one leaves out may be the same. */
function canBeOne(
  one: string | undefined,
  other: string | undefined,
  { url, required }: Setting,
): boolean {
  // A server that need not be named may be the named one.
  if (!one || !other) return !(url && required) || one === other;
  if (!url) return one === other || (isSwitch(one) && isSwitch(other));
  const [[server, path], [otherServer, otherPath]] = [partsOf(one), partsOf(other)];
  return server === otherServer && (path === otherPath || path === '' || otherPath === '');
}

/** Whether two resources of one API, of one name, can be the same one on the same server, whoever calls. */
function isOneServer({ open: one }: PlacedItem, { open: other }: PlacedItem): boolean {
  const [place, otherPlace] = [openPlace(one), openPlace(other)];
  return one.target.commandLine.settings
    .filter(({ identity }) => identity === undefined)
    .every((setting) => canBeOne(place[setting.variable], otherPlace[setting.variable], setting));
}

/** Refuses what two targets declare of one server: one of both would be undone by the other. */
export function checkSameServer(items: readonly PlacedItem[]): void {
  const named = Map.groupBy(items, ({ open, placed }) =>
    JSON.stringify([open.target.api, identityText(placed)]),
  );
  const mistakes = [...named.values()].flatMap((same) =>
    same.flatMap((one, index) => {
      const first = same.slice(0, index).find((other) => isOneServer(one, other));
      return first === undefined
        ? []
        : [
            `${one.placed.place}: is declared a second time for the same server; the first is at ${first.placed.place}`,
          ];
    }),
  );
  if (mistakes.length > 0) throw new UsageError(mistakes.join('\n'));
}
