import { LinkChecker, LinkState } from 'linkinator';

/** Throws where a link of the built site, or its anchor, leads nowhere. Asks nothing outside of it. */
export async function checkLinks(folder: string): Promise<void> {
  const checker = new LinkChecker();
  const { links } = await checker.check({
    path: folder,
    recurse: true,
    checkFragments: true,
    timeout: 20_000,
    linksToSkip: async (url) => !/^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(url),
  });
  const broken = links.filter(({ state }) => state === LinkState.BROKEN);
  if (broken.length > 0)
    throw new Error(
      broken.map(({ url, parent, status }) => `${parent}: ${url} (${status})`).join('\n'),
    );
  const followed = links.filter(({ state }) => state === LinkState.OK).length;
  if (followed === 0) throw new Error('no link was found');
  console.log(`${followed} links lead somewhere`);
}
