/** Takes the place of `configuredRegion` in a bundle for browsers, which have no shared files. */
export const configuredRegion = (): Promise<undefined> => Promise.resolve(undefined);
