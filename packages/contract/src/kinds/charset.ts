import { isJsonMediaType } from '../json.ts';
import type { AcceptDefinition } from './kindDefinition.ts';

export const charsetKind = {
  group: 'accept',
  on: 'operation',
  family: 'body format',
  says: 'whose media type names the character set UTF-8',
  read: ({ operation, body }) => {
    const mediaType = operation.body?.mediaType;
    if (body === undefined || mediaType === undefined || !isJsonMediaType(mediaType)) return [];
    if (operation.body?.untested?.includes('charset') === true) return [];
    return [{ text: `of media type ${mediaType}; charset=utf-8`, source: body.scope.source }];
  },
} as const satisfies AcceptDefinition;
