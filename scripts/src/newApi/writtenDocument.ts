import type { DescribedApi } from './describeApi.ts';
import { mergeInto, renameRoutesIn } from './mergeInto.ts';
import type { ForeignDocument } from './readForeignDocument.ts';

/** The text of an `openapi.yaml`: that of the file, with what describes the API. */
export function writtenDocument(
  { yaml }: ForeignDocument,
  { document, routes }: DescribedApi,
): string {
  renameRoutesIn(yaml, routes);
  mergeInto(yaml, document);
  return yaml.toString({ lineWidth: 120, singleQuote: true, flowCollectionPadding: false });
}
