import {
  loadConfig,
  NODE_REGION_CONFIG_FILE_OPTIONS,
  NODE_REGION_CONFIG_OPTIONS,
} from '@smithy/core/config';

/** The region of a profile in AWS's shared files; none where there is none. */
export const configuredRegion = async (
  profile: string | undefined,
): Promise<string | undefined> => {
  const options = profile === undefined ? {} : { profile };
  const load = loadConfig(NODE_REGION_CONFIG_OPTIONS, {
    ...NODE_REGION_CONFIG_FILE_OPTIONS,
    ...options,
  });
  try {
    return await load();
  } catch {
    // It says only that there is no region.
    return undefined;
  }
};
