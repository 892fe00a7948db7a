import type { Book } from '../book.ts';
import type { Case } from '../case.ts';

/** What holds between the requests to one resource. */
export function sequenceCases(_book: Book): readonly Case[] {
  return [];
}
