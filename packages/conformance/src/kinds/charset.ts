import { acceptedRequests } from '../checks/accepting.ts';

/** The media type with its character set. */
export const charset = acceptedRequests(({ operation }) => ({
  change: (right) => ({
    ...right,
    mediaType: `${operation.body?.mediaType ?? ''}; charset=utf-8`,
  }),
}));
