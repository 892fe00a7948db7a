import type { DescribedApi } from './describeApi.ts';
import { mergeInto, renameRoutesIn } from './mergeInto.ts';
import type { ForeignDocument } from './readForeignDocument.ts';

/** Has editors complete our keys. */
const tie = ' yaml-language-server: $schema=../openapi.schema.json';

/** The text of an `openapi.yaml`: that of the file, with what describes the API. */
export function writtenDocument(
  { yaml }: ForeignDocument,
  { document, routes }: DescribedApi,
): string {
  renameRoutesIn(yaml, routes);
  mergeInto(yaml, document);
  const own = yaml.commentBefore;
  yaml.commentBefore = [tie, ...(own ? [own] : [])].join('\n');
  return yaml.toString({ lineWidth: 120, singleQuote: true, flowCollectionPadding: false });
}
